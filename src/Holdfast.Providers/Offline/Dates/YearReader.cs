using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Dates;

/// <summary>Reads the year that may follow a day and month: ", 2018", "of 1995", "'19", "nineteen eighty six".</summary>
internal static class YearReader
{
    public static Read<int>? Read(TokenText text, int index)
    {
        var position = text.Is(index, ",", "-", "/", ".") ? index + 1 : index;
        position = text.Is(position, "of", "in") ? position + 1 : position;
        return Digits(text, position) ?? Words(text, position);
    }

    /// <summary>Completes a year of two digits to the nearest one not more than fifty years ahead.</summary>
    public static int Complete(int year, int current)
    {
        if (year >= 100)
        {
            return year;
        }

        var full = (current / 100 * 100) + year;
        return full > current + 50 ? full - 100 : full;
    }

    public static Read<int>? Digits(TokenText text, int index)
    {
        if (text.Is(index, "'") && text[index + 1].Lower.Length == 2 && text.Number(index + 1) is var two and >= 0)
        {
            return new Read<int>(2000 + two, index + 2);
        }

        var clock = (text.Is(index + 1, "am", "pm", "h", "hr", "hrs") || (text.Is(index + 1, ":") && text.Glued(index + 1) && text[index + 2].IsNumber));
        return text[index].Lower.Length == 4 && text.Number(index) is var year and >= 1900 and < 2200 && !clock ? new Read<int>(year, index + 1) : null;
    }

    private static Read<int>? Words(TokenText text, int index)
    {
        if (NumberWords.Small(text, index) is { Value: 19 or 20 } century && NumberWords.Small(text, century.Next) is { Value: >= 10 } rest)
        {
            return new Read<int>((century.Value * 100) + rest.Value, rest.Next);
        }

        return text.Is(index, "two") && text.Is(index + 1, "thousand") && NumberWords.Cardinal(text, index) is { Value: < 2200 } words
            ? new Read<int>((int)words.Value, words.Next)
            : null;
    }
}
