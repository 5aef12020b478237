using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Finds dates, times, ranges and durations in English text and resolves them, future first.</summary>
/// <remarks>One pass with bounded look-ahead and no regular expressions: the time is linear in the text, whatever it holds.</remarks>
internal static class EnglishDates
{
    /// <summary>Finds all mentions, in order, none overlapping.</summary>
    public static List<Moment> Find(TokenText text, DateContext context)
    {
        var found = new List<Moment>();
        var index = 0;
        while (index < text.Count)
        {
            if (At(text, index, context) is { } read)
            {
                found.Add(read.Value with { Start = text[index].Start, End = text[read.Next - 1].End });
                index = read.Next;
            }
            else
            {
                index++;
            }
        }

        return found;
    }

    private static Read<Moment>? At(TokenText text, int index, DateContext context)
    {
        Read<Moment>? best = null;
        Take(ref best, Instants.Read(text, index, context));
        Take(ref best, DayFirst(text, index, context));
        Take(ref best, TimeFirst(text, index, context));
        Take(ref best, TimeRanges.Read(text, index, context));
        Take(ref best, DateRanges.Read(text, index, context));
        if (best is null && SpanReader.Read(text, index) is { } span && !text.Is(index, "second", "a", "an"))
        {
            best = new Read<Moment>(new Moment(MomentKind.Duration, 0, 0) { Length = span.Value.Approximate() }, span.Next);
        }

        return best;
    }

    private static void Take(ref Read<Moment>? best, Read<Moment>? candidate)
    {
        if (candidate is not null && (best is null || candidate.Value.Next > best.Value.Next))
        {
            best = candidate;
        }
    }

    private static Read<Moment>? DayFirst(TokenText text, int index, DateContext context)
    {
        if (Days.Read(text, index, context.Today) is not { } day)
        {
            return null;
        }

        var position = day.Next;
        DayPart? part = null;
        if (DayParts.Read(text, position) is { } read && !text.Is(position, "for"))
        {
            (part, position) = (read.Value, read.Next);
        }

        var (start, bare) = Connect(text, position);
        if (Clocks.Read(text, start, bare || part is not null) is { } clock && (start == position || bare || text[position].Kind == TokenKind.Symbol || clock.Next > start + 1))
        {
            var value = part is { } known ? clock.Value.In(known) : clock.Value;
            return new Read<Moment>(Join(day.Value.Date, value, context), clock.Next);
        }

        if (part is { } only)
        {
            var (from, to) = DayParts.Bounds(only);
            return new Read<Moment>(new Moment(MomentKind.DateTimeRange, 0, 0) { Date = day.Value.Date, Time = from, EndTime = to }, position);
        }

        return new Read<Moment>(new Moment(MomentKind.Date, 0, 0) { Date = day.Value.Date }, day.Next);
    }

    private static Read<Moment>? TimeFirst(TokenText text, int index, DateContext context)
    {
        var bare = context.BareHours || IsClockPreposition(text, index - 1);
        DayPart? part = DayParts.Read(text, index) is { } early && !text.Is(early.Next - 1, "tonight") && text.Is(early.Next, "at", "around", "about") ? early.Value : null;
        var start = part is null ? index : DayParts.Read(text, index)!.Value.Next + 1;
        if (Clocks.Read(text, start, bare || part is not null || BeforeDay(text, start)) is not { } clock)
        {
            return null;
        }

        var time = part is { } known ? clock.Value.In(known) : clock.Value;
        var position = clock.Next;
        position = text.Is(position, ",", "on", "(", "-", "for") ? position + 1 : position;
        position = text.Is(position, "on") ? position + 1 : position;
        if (Days.Read(text, position, context.Today) is { } day)
        {
            var next = day.Next;
            if (DayParts.Read(text, next) is { } late)
            {
                (time, next) = (time.In(late.Value), late.Next);
            }

            return new Read<Moment>(Join(day.Value.Date, time, context), next);
        }

        if (ThisPart(text, position) is { } tonight)
        {
            return new Read<Moment>(Join(context.Today, time.In(tonight.Value), context), tonight.Next);
        }

        return new Read<Moment>(new Moment(MomentKind.Time, 0, 0) { Time = time.Time, HalfOpen = time.HalfOpen }, clock.Next);
    }

    /// <summary>Reads "tonight" and "this evening".</summary>
    public static Read<DayPart>? ThisPart(TokenText text, int index)
    {
        if (text.Is(index, "tonight", "tonite"))
        {
            return new Read<DayPart>(DayPart.Night, index + 1);
        }

        return text.Is(index, "this") && DayParts.Word(text.Word(index + 1)) is { } part ? new Read<DayPart>(part, index + 2) : null;
    }

    public static bool IsClockPreposition(TokenText text, int index) =>
        text.Is(index, "at", "around", "about", "circa", "by", "approximately", "roughly", "~", "@", "after", "before", "till", "until") && !text.Is(index - 1, "look");

    public static Moment Join(DateOnly? date, ClockValue clock, DateContext context)
    {
        var time = clock.Time;
        if (clock.HalfOpen && date == context.Today && date.Value.ToDateTime(time) < context.Now && time.Hour < 12)
        {
            time = time.AddHours(12);
        }

        return new Moment(MomentKind.DateTime, 0, 0) { Date = date, Time = time, HalfOpen = clock.HalfOpen };
    }

    private static bool BeforeDay(TokenText text, int index) =>
        text[index].IsNumber && text.Is(index + 1, ",") && text.Is(index + 2, "tonight");

    private static (int Start, bool Bare) Connect(TokenText text, int index)
    {
        var bare = false;
        var position = index;
        while (position < index + 4 && text.Is(position, ",", "at", "for", "-", "around", "about", "by", "from", "@", "(", ")", "t", "after", "before", "until", "till"))
        {
            bare |= IsClockPreposition(text, position) || (text.Is(position, "t") && text.Glued(position));
            position++;
        }

        return (position, bare);
    }
}
