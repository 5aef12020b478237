using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads days with a month's name: "August 25th, 2018", "12 of Nov", "the 21st this month", "2019/Aug/01".</summary>
internal static class NamedDays
{
    public static Read<DayValue>? Read(TokenText text, int index, DateOnly today) =>
        MonthFirst(text, index, today) ?? YearFirst(text, index) ?? DayFirst(text, index, today);

    /// <summary>Reads a day of the month: "3rd", "third", "23", "twenty three".</summary>
    public static Read<int>? DayNumber(TokenText text, int index)
    {
        var read = NumberWords.Ordinal(text, index)
            ?? (text[index].Lower.Length <= 2 && text.Number(index) is var digits and >= 0 ? new Read<int>(digits, index + 1) : NumberWords.Small(text, index));
        return read is { Value: >= 1 and <= 31 } ? read : null;
    }

    private static Read<DayValue>? MonthFirst(TokenText text, int index, DateOnly today)
    {
        if (CalendarWords.Month(text.Word(index)) is not { } month)
        {
            return null;
        }

        var position = Skip(text, index + 1, ".", ",", "-", "/");
        position = Skip(text, position, "the");
        if (DayNumber(text, position) is not { } day || IsClock(text, day.Next, position) || (text.Is(day.Next, "of") && text.Is(day.Next + 1, "us", "them")))
        {
            return null;
        }

        return Complete(text, day.Next, month, day.Value, today);
    }

    private static Read<DayValue>? DayFirst(TokenText text, int index, DateOnly today)
    {
        if (DayNumber(text, index) is not { } day || text.Is(index - 1, "$"))
        {
            return null;
        }

        var position = Skip(text, day.Next, "of", "-", "/", ".");
        if (CalendarWords.Month(text.Word(position)) is { } month)
        {
            return Complete(text, Skip(text, position + 1, "."), month, day.Value, today);
        }

        if (YearReader.Digits(text, position) is { } year && text.Is(day.Next, "-", "/") && CalendarWords.Month(text.Word(Skip(text, year.Next, "-", "/"))) is { } last)
        {
            return new Read<DayValue>(new DayValue(DayMath.Exact(year.Value, last, day.Value)), Skip(text, year.Next, "-", "/") + 1);
        }

        if (text.Is(position, "this", "next", "last") && text.Is(position + 1, "month"))
        {
            var start = new DateOnly(today.Year, today.Month, 1).AddMonths(text.Word(position) switch { "next" => 1, "last" => -1, _ => 0 });
            return new Read<DayValue>(new DayValue(DayMath.Exact(start.Year, start.Month, day.Value)), position + 2);
        }

        return null;
    }

    private static Read<DayValue>? YearFirst(TokenText text, int index)
    {
        if (YearReader.Digits(text, index) is not { } year || !text.Is(year.Next, "-", "/", ",", "."))
        {
            return null;
        }

        var position = year.Next + 1;
        if (CalendarWords.Month(text.Word(position)) is { } month && DayNumber(text, Skip(text, position + 1, "-", "/")) is { } day)
        {
            return new Read<DayValue>(new DayValue(DayMath.Exact(year.Value, month, day.Value)), day.Next);
        }

        return DayNumber(text, position) is { } first && CalendarWords.Month(text.Word(Skip(text, first.Next, "-", "/"))) is { } second
            ? new Read<DayValue>(new DayValue(DayMath.Exact(year.Value, second, first.Value)), Skip(text, first.Next, "-", "/") + 1)
            : null;
    }

    private static Read<DayValue> Complete(TokenText text, int index, int month, int day, DateOnly today)
    {
        if (YearReader.Read(text, index) is { } year)
        {
            return new Read<DayValue>(new DayValue(DayMath.Exact(year.Value, month, day)), year.Next);
        }

        if (text.Is(index, "-", "/") && text.Glued(index + 1) && text[index + 1].Lower.Length == 2 && text.Number(index + 1) is var two and >= 0 && !text.Is(index + 2, ":"))
        {
            return new Read<DayValue>(new DayValue(DayMath.Exact(YearReader.Complete(two, today.Year), month, day)), index + 2);
        }

        return new Read<DayValue>(new DayValue(DayMath.Next(month, day, today)), index);
    }

    private static bool IsClock(TokenText text, int after, int number) =>
        text[number].IsNumber && ((text.Is(after, ":") && text.Glued(after)) || (text.Is(after, "am", "pm") && text.Is(number - 1, "may", "march")));

    private static int Skip(TokenText text, int index, params ReadOnlySpan<string> words) => text.Is(index, words) ? index + 1 : index;
}
