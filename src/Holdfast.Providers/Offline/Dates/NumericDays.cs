using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads days written in digits: 2018/04/18, 23.04.2022, 8/31/2016, 11/20, 20161016.</summary>
internal static class NumericDays
{
    public static Read<DayValue>? Read(TokenText text, int index, DateOnly today)
    {
        var first = text.Number(index);
        if (first < 0 || (text.Glued(index) && text.Is(index - 1, "/", "-", ".", ":", "#")) || (text.Glued(index) && text[index - 1].IsWord))
        {
            return null;
        }

        if (text[index].Lower.Length == 8 && DayMath.Exact(first / 10_000, first / 100 % 100, first % 100) is { } compact && compact.Year is >= 1900 and < 2200)
        {
            return new Read<DayValue>(new DayValue(compact), index + 1);
        }

        var separator = text.Word(index + 1);
        if (separator is not ("/" or "-" or ".") || !text.Glued(index + 1) || !text.Glued(index + 2) || text.Number(index + 2) is not (var second and >= 0))
        {
            return null;
        }

        if (text.Is(index + 3, separator) && text.Glued(index + 3) && text.Glued(index + 4) && text.Number(index + 4) is var third and >= 0)
        {
            return Whole(text, index, separator, first, second, third, today);
        }

        return separator == "/" && first is >= 1 and <= 31 && second is >= 1 and <= 31 && (first <= 12 || second <= 12)
            ? new Read<DayValue>(new DayValue(first <= 12 ? DayMath.Next(first, second, today) : DayMath.Next(second, first, today)), index + 3)
            : null;
    }

    /// <summary>Reads "5.12", which is a date only where the words before it say so.</summary>
    public static Read<DayValue>? Dotted(TokenText text, int index, DateOnly today) =>
        text.Number(index) is var month and >= 1 and <= 12 && text.Is(index + 1, ".", "/") && text.Glued(index + 1) && text.Glued(index + 2)
            && text.Number(index + 2) is var day and >= 1 and <= 31 && !text.Is(index + 3, "am", "pm", "a", "p")
            ? new Read<DayValue>(new DayValue(DayMath.Next(month, day, today)), index + 3)
            : null;

    private static Read<DayValue>? Whole(TokenText text, int index, string separator, int first, int second, int third, DateOnly today)
    {
        var next = index + 5;
        if (text[index].Lower.Length == 4)
        {
            return first is >= 1000 and < 3000 && second <= 31 && third <= 31
                ? new Read<DayValue>(new DayValue(DayMath.Exact(first, second, third) ?? DayMath.Exact(first, third, second)), next)
                : null;
        }

        if (first > 31 || second > 31 || text[index + 4].Lower.Length is not (2 or 4) || (first > 12 && second > 12))
        {
            return null;
        }

        var year = YearReader.Complete(third, today.Year);
        var dayFirst = first > 12 || (separator == "." && second <= 12);
        return new Read<DayValue>(new DayValue(dayFirst ? DayMath.Exact(year, second, first) : DayMath.Exact(year, first, second)), next);
    }
}
