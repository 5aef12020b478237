using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads ranges of the clock: "from 3 to 5pm", "2-4pm", "between 9 and 11 tomorrow", "in the morning".</summary>
internal static class TimeRanges
{
    public static Read<Moment>? Read(TokenText text, int index, DateContext context)
    {
        var lead = text.Is(index, "from", "between") ? index + 1 : index;
        if (YearReader.Digits(text, lead) is not null)
        {
            return null;
        }

        if (Clocks.Read(text, lead, bare: true) is { } first && text.Is(first.Next, "to", "-", "until", "till", "and", "\u2013")
            && (lead > index || !text.Is(first.Next, "and"))
            && Clocks.Read(text, first.Next + 1, bare: true) is { } second && (IsMarked(text, second, first.Next + 1) || lead > index))
        {
            return Range(text, first.Value, second, context);
        }

        return DayParts.Read(text, index) is { } part && (text.Is(part.Next - 1, "morning", "afternoon", "evening") || part.Next > index + 1)
            && (text.Is(index, "in", "the", "early", "late") || part.Next == index + 1)
            ? Part(text, part, context)
            : null;
    }

    private static bool IsMarked(TokenText text, Read<ClockValue> clock, int start) =>
        !clock.Value.HalfOpen || (text.Is(start + 1, ":") && clock.Next > start + 2);

    private static Read<Moment> Range(TokenText text, ClockValue first, Read<ClockValue> second, DateContext context)
    {
        var end = second.Value.Time;
        var start = first.Time;
        if (first.HalfOpen && !second.Value.HalfOpen)
        {
            var morning = new TimeOnly(start.Hour % 12, start.Minute);
            var evening = morning.AddHours(12);
            start = evening < end ? evening : morning;
        }

        var moment = new Moment(MomentKind.TimeRange, 0, 0) { Time = start, EndTime = end };
        var position = text.Is(second.Next, "on") ? second.Next + 1 : second.Next;
        return Days.Read(text, position, context.Today) is { } day
            ? new Read<Moment>(moment with { Kind = MomentKind.DateTimeRange, Date = day.Value.Date }, day.Next)
            : new Read<Moment>(moment, second.Next);
    }

    private static Read<Moment> Part(TokenText text, Read<DayPart> part, DateContext context)
    {
        var (from, to) = DayParts.Bounds(part.Value);
        var moment = new Moment(MomentKind.TimeRange, 0, 0) { Time = from, EndTime = to };
        var position = text.Is(part.Next, "of", "on", "for") ? part.Next + 1 : part.Next;
        return Days.Read(text, position, context.Today) is { } day
            ? new Read<Moment>(moment with { Kind = MomentKind.DateTimeRange, Date = day.Value.Date }, day.Next)
            : new Read<Moment>(moment, part.Next);
    }
}
