using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads points in time counted from now: "now", "in 5 minutes", "end of tomorrow", "tonight at 8".</summary>
internal static class Instants
{
    public static Read<Moment>? Read(TokenText text, int index, DateContext context) =>
        Now(text, index, context) ?? Distance(text, index, context) ?? EndOf(text, index, context) ?? Part(text, index, context);

    private static Read<Moment>? Now(TokenText text, int index, DateContext context)
    {
        if (text.Is(index, "now") && !text.Is(index - 1, "from") && (!text[index + 1].IsWord || text.Is(index + 1, "please", "for", "if", "or", "and")) && !text.Is(index + 1, ","))
        {
            return At(context.Now, index + 1);
        }

        if (text.Is(index, "right") && text.Is(index + 1, "now"))
        {
            return At(context.Now, index + 2);
        }

        var position = text.Is(index + 1, "the") ? index + 2 : index + 1;
        return text.Is(index, "at") && (text.Is(position, "present") || (position > index + 1 && text.Is(position, "minute", "moment")))
            ? At(context.Now, text.Is(position + 1, "time") ? position + 2 : position + 1)
            : null;
    }

    private static Read<Moment>? Distance(TokenText text, int index, DateContext context)
    {
        var inside = text.Is(index, "in");
        if (SpanReader.Read(text, inside ? index + 1 : index) is not { Value.HasClock: true } span)
        {
            return null;
        }

        if (text.Is(span.Next, "ago"))
        {
            return At(span.Value.AddTo(context.Now, -1), span.Next + 1);
        }

        if (text.Is(span.Next, "from") && text.Is(span.Next + 1, "now"))
        {
            return At(span.Value.AddTo(context.Now, 1), span.Next + 2);
        }

        if (text.Is(span.Next, "later", "hence"))
        {
            return At(span.Value.AddTo(context.Now, 1), span.Next + 1);
        }

        return inside ? At(span.Value.AddTo(context.Now, 1), span.Next) : null;
    }

    private static Read<Moment>? EndOf(TokenText text, int index, DateContext context)
    {
        var position = text.Is(index, "the") ? index + 1 : index;
        if (!text.Is(position, "end") || !text.Is(position + 1, "of"))
        {
            return null;
        }

        position = text.Is(position + 2, "the") ? position + 3 : position + 2;
        var day = text.Is(position, "day") ? new Read<DayValue>(new DayValue(context.Today), position + 1) : Days.Read(text, position, context.Today);
        return day is { Value.Date: { } date } known
            ? new Read<Moment>(new Moment(MomentKind.DateTime, 0, 0) { Date = date, Time = new TimeOnly(23, 59, 59) }, known.Next)
            : null;
    }

    private static Read<Moment>? Part(TokenText text, int index, DateContext context)
    {
        var last = text.Is(index, "last") && text.Is(index + 1, "night");
        var read = last ? new Read<DayPart>(DayPart.Night, index + 2) : EnglishDates.ThisPart(text, index);
        if (read is not { } part)
        {
            return null;
        }

        var date = last ? context.Today.AddDays(-1) : context.Today;
        var position = text.Is(part.Next, ",") ? part.Next + 1 : part.Next;
        var marked = EnglishDates.IsClockPreposition(text, position);
        if (Clocks.Read(text, marked ? position + 1 : position, marked) is { } clock)
        {
            return new Read<Moment>(EnglishDates.Join(date, clock.Value.In(part.Value), context), clock.Next);
        }

        var (from, to) = DayParts.Bounds(part.Value);
        return new Read<Moment>(new Moment(MomentKind.DateTimeRange, 0, 0) { Date = date, Time = from, EndTime = to }, part.Next);
    }

    private static Read<Moment> At(DateTime moment, int next) =>
        new(new Moment(MomentKind.DateTime, 0, 0) { Date = DateOnly.FromDateTime(moment), Time = TimeOnly.FromDateTime(moment) }, next);
}
