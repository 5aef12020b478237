using System.Globalization;
using System.Text.RegularExpressions;

namespace Holdfast.Safety.Labels;

/// <summary>Finds the numbers in a text as a reader would: grouped, with either decimal sign, as small number words, in thousands.</summary>
internal static partial class Amounts
{
    private static readonly Dictionary<string, decimal> NumberWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = 0,
        ["one"] = 1,
        ["once"] = 1,
        ["two"] = 2,
        ["twice"] = 2,
        ["three"] = 3,
        ["four"] = 4,
        ["five"] = 5,
        ["six"] = 6,
        ["seven"] = 7,
        ["eight"] = 8,
        ["nine"] = 9,
        ["ten"] = 10,
        ["eleven"] = 11,
        ["twelve"] = 12,
        ["dozen"] = 12,
        ["thirteen"] = 13,
        ["fourteen"] = 14,
        ["fifteen"] = 15,
        ["sixteen"] = 16,
        ["seventeen"] = 17,
        ["eighteen"] = 18,
        ["nineteen"] = 19,
        ["twenty"] = 20,
        ["thirty"] = 30,
        ["forty"] = 40,
        ["fifty"] = 50,
        ["sixty"] = 60,
        ["seventy"] = 70,
        ["eighty"] = 80,
        ["ninety"] = 90,
        ["hundred"] = 100,
        ["thousand"] = 1000,
    };

    /// <summary>Every number, each in all its readings.</summary>
    public static IEnumerable<decimal> In(string text)
    {
        foreach (Match match in Digits().Matches(text))
        {
            var scale = match.Groups["scale"].Value is "k" or "K" ? 1000m : 1m;
            foreach (var value in Readings(match.Groups["number"].Value))
            {
                yield return value * scale;
                if (match.Groups["sign"].Success)
                {
                    yield return -value * scale;
                }
            }
        }

        foreach (var value in Spoken(text))
        {
            yield return value;
        }
    }

    /// <summary>Numbers in words: "five hundred" is one number, "two, three" are two.</summary>
    private static IEnumerable<decimal> Spoken(string text)
    {
        decimal? total = null;
        var end = 0;
        foreach (Match match in Letters().Matches(text))
        {
            if (!NumberWords.TryGetValue(match.Value, out var value))
            {
                continue;
            }

            var follows = total is not null && text.AsSpan(end, match.Index - end).Trim() is "" or "-" or "and";
            end = match.Index + match.Length;
            if (follows && value >= 100 && total < value)
            {
                total *= value;
            }
            else if (follows && value < Lowest(total!.Value))
            {
                total += value;
            }
            else
            {
                if (total is { } before)
                {
                    yield return before;
                }

                total = value;
            }
        }

        if (total is { } last)
        {
            yield return last;
        }
    }

    /// <summary>What may follow a number in words must be smaller than this: "twenty five", "five hundred and forty", not "five six".</summary>
    private static decimal Lowest(decimal number) => number % 1000 == 0 ? 1000 : number % 100 == 0 ? 100 : number >= 20 && number % 10 == 0 ? 10 : 0;

    private static IEnumerable<decimal> Readings(string number)
    {
        number = number.TrimEnd('.', ',', '\'', ' ', '\u00A0', '\u202F');
        var plain = number.Replace("'", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace("\u202F", "", StringComparison.Ordinal);
        if (decimal.TryParse(plain.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var english))
        {
            yield return english;
        }

        if (plain.AsSpan().ContainsAny(',', '.') &&
            decimal.TryParse(plain.Replace(".", "", StringComparison.Ordinal).Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var continental))
        {
            yield return continental;
        }
    }

    [GeneratedRegex(@"(?<sign>-)?(?<number>\d{1,3}(?:[ '\u00A0\u202F]\d{3})+(?:[.,]\d+)?|\d[\d.,]{0,27})\s?(?<scale>[kK]\b)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Digits();

    [GeneratedRegex(@"\p{L}{3,9}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Letters();
}
