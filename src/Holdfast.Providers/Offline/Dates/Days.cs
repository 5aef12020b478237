using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads one day in any of the forms known, the longest that fits.</summary>
internal static class Days
{
    public static Read<DayValue>? Read(TokenText text, int index, DateOnly today) =>
        Longest(Distance(text, index, today), Plain(text, index, today));

    private static Read<DayValue>? Plain(TokenText text, int index, DateOnly today)
    {
        var read = Longest(NumericDays.Read(text, index, today), Longest(NamedDays.Read(text, index, today), RelativeDays.Read(text, index, today)));
        return read is { Value.Loose: true, Value.Date: { } date } loose && CalendarWords.Weekday(text.Word(loose.Next - 1)) is not null
            ? Sharpen(text, loose, date, today)
            : read;
    }

    /// <summary>Joins a weekday with the date after it: "Sunday, August 13th", "Friday the 26th", "mon 13th".</summary>
    private static Read<DayValue> Sharpen(TokenText text, Read<DayValue> weekday, DateOnly date, DateOnly today)
    {
        var position = weekday.Next;
        while (text.Is(position, ",", ".", "-", "(", "the", "on") && position < weekday.Next + 4)
        {
            position++;
        }

        var named = NumericDays.Read(text, position, today) ?? NamedDays.Read(text, position, today) ?? NumericDays.Dotted(text, position, today);
        if (named is { } exact)
        {
            return text.Is(exact.Next, ")") ? exact with { Next = exact.Next + 1 } : exact;
        }

        return NumberWords.Ordinal(text, position) is { Value: >= 1 and <= 31 } day
            ? new Read<DayValue>(new DayValue(DayMath.Next(day.Value, date.DayOfWeek, today)), day.Next)
            : weekday;
    }

    /// <summary>Reads "in 3 days", "two weeks after Easter", "2 days ago".</summary>
    private static Read<DayValue>? Distance(TokenText text, int index, DateOnly today)
    {
        var inside = text.Is(index, "in", "within") || (text.Is(index, "after") && index + 1 < text.Count);
        if (SpanReader.Read(text, inside ? index + 1 : index) is not { } span || span.Value.HasClock)
        {
            return null;
        }

        var next = span.Next;
        if (text.Is(next, "ago", "earlier", "before") && (text.Is(next, "ago", "earlier") || next + 1 >= text.Count))
        {
            return Shift(today, span.Value, -1, next + 1);
        }

        if (text.Is(next, "later", "hence"))
        {
            return Shift(today, span.Value, 1, next + 1);
        }

        if (text.Is(next, "from", "after", "before"))
        {
            var sign = text.Is(next, "before") ? -1 : 1;
            if (text.Is(next + 1, "now"))
            {
                return Shift(today, span.Value, sign, next + 2);
            }

            if (Plain(text, next + 1, today) is { Value.Date: { } anchor } day)
            {
                return Shift(anchor, span.Value, sign, day.Next);
            }
        }

        return inside && !text.Is(index, "after") && !text.Is(index, "within") ? Shift(today, span.Value, 1, next) : null;
    }

    private static Read<DayValue> Shift(DateOnly from, Span span, int sign, int next) =>
        new(new DayValue(DateOnly.FromDateTime(span.AddTo(from.ToDateTime(TimeOnly.MinValue), sign))), next);

    private static Read<DayValue>? Longest(Read<DayValue>? one, Read<DayValue>? other) =>
        one is null || (other is not null && other.Value.Next > one.Value.Next) ? other : one;
}
