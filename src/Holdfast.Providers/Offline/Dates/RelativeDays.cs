using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads days by their distance from today: "tomorrow", "next Friday", "next week on Tuesday", "the 31st".</summary>
internal static class RelativeDays
{
    public static Read<DayValue>? Read(TokenText text, int index, DateOnly today) =>
        Named(text, index, today) ?? WeekThenDay(text, index, today) ?? Weekday(text, index, today) ?? Holiday(text, index, today)
            ?? Ordinal(text, index, today) ?? Prefixed(text, index, today);

    private static Read<DayValue>? Named(TokenText text, int index, DateOnly today)
    {
        switch (text.Word(index))
        {
            case "today" or "todays" or "today's":
                return Day(today, index + 1);
            case "tomorrow" or "tomorrow's" or "tmrw" or "tmr" or "tomorow" or "tommorow" or "tommorrow" or "tomorrows":
                return Day(today.AddDays(1), index + 1);
            case "yesterday":
                return Day(today.AddDays(-1), index + 1);
        }

        var position = text.Is(index, "the") ? index + 1 : index;
        if (text.Is(position, "day") && text.Is(position + 1, "after", "before", "following"))
        {
            var sign = text.Is(position + 1, "before") ? -1 : 1;
            return text.Word(position + 2) switch
            {
                "tomorrow" => Day(today.AddDays(1 + sign), position + 3),
                "yesterday" => Day(today.AddDays(sign - 1), position + 3),
                "today" => Day(today.AddDays(sign), position + 3),
                _ when position > index && (text.Count == position + 2 || text[position + 2].Kind == TokenKind.Symbol) => Day(today.AddDays(sign), position + 2),
                _ => null,
            };
        }

        return position > index && text.Is(position, "next", "following") && text.Is(position + 1, "day") ? Day(today.AddDays(1), position + 2) : null;
    }

    private static Read<DayValue>? WeekThenDay(TokenText text, int index, DateOnly today)
    {
        if (WeekShift(text.Word(index)) is not { } shift || !text.Is(index + 1, "week"))
        {
            return null;
        }

        var position = text.Is(index + 2, "on", "-", ",") ? index + 3 : index + 2;
        return CalendarWords.Weekday(text.Word(position)) is { } weekday
            ? Day(DayMath.InWeek(today.AddDays(7 * shift), weekday), position + 1)
            : null;
    }

    private static Read<DayValue>? Weekday(TokenText text, int index, DateOnly today)
    {
        var prefix = text.Word(index);
        var shift = WeekShift(prefix);
        var nearest = prefix is "coming" or "upcoming";
        var position = shift is null && !nearest ? index : index + 1;
        if (prefix == "this" && text.Is(position, "coming", "upcoming"))
        {
            (position, nearest) = (position + 1, true);
        }

        if (CalendarWords.Weekday(text.Word(position)) is not { } weekday || (text.Is(position, "sat") && text.Is(position - 1, "we", "i", "be", "been", "get", "are", "was", "were")))
        {
            return null;
        }

        var next = text.Is(position + 1, ".") && text.Is(position + 2, ",") ? position + 2 : position + 1;
        if (WeekShift(text.Word(next)) is { } later && text.Is(next + 1, "week") && position == index)
        {
            return Day(DayMath.InWeek(today.AddDays(7 * later), weekday), next + 2);
        }

        if (text.Is(next, "week") && position == index)
        {
            return Day(DayMath.Next(weekday, today).AddDays(7), next + 1);
        }

        var date = (nearest, shift) switch
        {
            (true, _) => DayMath.Next(weekday, today.AddDays(1)),
            (_, 1) => DayMath.InWeek(today.AddDays(7), weekday),
            (_, -1) => DayMath.InWeek(today.AddDays(-7), weekday),
            _ => DayMath.Next(weekday, today),
        };
        return new Read<DayValue>(new DayValue(date) { Loose = true }, next);
    }

    private static Read<DayValue>? Holiday(TokenText text, int index, DateOnly today)
    {
        var shift = WeekShift(text.Word(index));
        if (Holidays.Read(text, shift is null ? index : index + 1) is not { } holiday)
        {
            return null;
        }

        if (YearReader.Read(text, holiday.Next) is { } year)
        {
            return Day(holiday.Value(year.Value), year.Next);
        }

        var coming = holiday.Value(today.Year) < today ? today.Year + 1 : today.Year;
        return Day(holiday.Value(shift == -1 ? coming - 1 : coming), holiday.Next);
    }

    private static Read<DayValue>? Ordinal(TokenText text, int index, DateOnly today)
    {
        var position = text.Is(index, "the") ? index + 1 : index;
        var written = text[position].IsWord;
        if (NumberWords.Ordinal(text, position) is not { Value: >= 1 and <= 31 } day || (written && (position == index || day.Value < 4)))
        {
            return null;
        }

        return text.Is(day.Next, "floor", "street", "avenue", "time", "one", "option", "slot", "century", "birthday", "week", "month", "day", "of")
            ? null
            : new Read<DayValue>(new DayValue(DayMath.Next(day.Value, null, today)) { Loose = true }, day.Next);
    }

    private static Read<DayValue>? Prefixed(TokenText text, int index, DateOnly today)
    {
        if (!text.Is(index, "next"))
        {
            return null;
        }

        return (NumericDays.Dotted(text, index + 1, today.AddDays(1)) ?? NamedDays.Read(text, index + 1, today.AddDays(1))) is { } date ? date : null;
    }

    private static int? WeekShift(string word) => word switch
    {
        "next" or "following" => 1,
        "last" or "previous" or "past" => -1,
        "this" => 0,
        _ => null,
    };

    private static Read<DayValue> Day(DateOnly date, int next) => new(new DayValue(date), next);
}
