using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Safety.Labels;

namespace Holdfast.Confidence;

/// <summary>Whether two answers say the same: the numbers, dates and ids of one are all in the other, both deny or neither, and enough of the words are shared. Needs no model.</summary>
internal static partial class SampleAgreement
{
    /// <summary>The least share of common words (Dice): of answers that name the same values, and of others.</summary>
    private const double LeastWithValues = 0.3;
    private const double Least = 0.5;

    private static readonly HashSet<string> Denials = new(StringComparer.Ordinal)
    {
        "no", "not", "never", "none", "cannot", "isn", "aren", "doesn", "don", "didn", "won", "couldn", "nicht", "kein", "keine", "keinen", "nein", "nie", "pas", "jamais", "non", "nunca", "niet", "geen", "não",
    };

    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>The share of samples that agree with an answer, 0 to 1; null without samples.</summary>
    public static double? Of(string answer, IReadOnlyList<string> samples)
    {
        if (samples.Count == 0)
        {
            return null;
        }

        var agreeing = 0;
        foreach (var sample in samples)
        {
            agreeing += Agree(answer, sample) ? 1 : 0;
        }

        return Math.Round((double)agreeing / samples.Count, 4);
    }

    private static bool Agree(string one, string other)
    {
        var (values, otherValues) = (ValuesOf(one), ValuesOf(other));
        if (!values.IsSubsetOf(otherValues) && !otherValues.IsSubsetOf(values))
        {
            return false;
        }

        var words = Words.Of(one).Where(static w => !char.IsAsciiDigit(w[0])).ToHashSet(StringComparer.Ordinal);
        var otherWords = Words.Of(other).Where(static w => !char.IsAsciiDigit(w[0])).ToHashSet(StringComparer.Ordinal);
        if (words.Overlaps(Denials) != otherWords.Overlaps(Denials))
        {
            return false;
        }

        var both = words.Count(otherWords.Contains);
        var least = values.Count > 0 && values.SetEquals(otherValues) ? LeastWithValues : Least;
        return words.Count + otherWords.Count == 0 || 2.0 * both / (words.Count + otherWords.Count) >= least;
    }

    /// <summary>The numbers of a text, however they are written; of dates and ids their parts, with the name of a month beside a number as its number.</summary>
    private static HashSet<decimal> ValuesOf(string text)
    {
        var values = new HashSet<decimal>();
        foreach (Match match in Numbers().Matches(text))
        {
            values.UnionWith(Read(match.Value));
        }

        foreach (Match match in NamedMonths().Matches(Words.Fold(text)))
        {
            var name = match.Groups["before"].Success ? match.Groups["before"].Value : match.Groups["after"].Value;
            values.Add(Array.FindIndex(Months, month => month.StartsWith(name[..3], StringComparison.Ordinal)) + 1);
        }

        return values;
    }

    private static IEnumerable<decimal> Read(string written)
    {
        var parts = written.Split(',', '.');
        if (parts.Length > 1 && parts.Skip(1).All(static p => p.Length == 3) && parts[0].Length <= 3)
        {
            // 1,000 and 1.000.000: separators of thousands.
            return [Number(string.Concat(parts))];
        }

        if (parts.Length == 2 || (parts.Length > 2 && parts[1..^1].All(static p => p.Length == 3)))
        {
            return [Number($"{string.Concat(parts[..^1])}.{parts[^1]}")];
        }

        return parts.Select(Number);
    }

    private static decimal Number(string digits) => decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : digits.Length;

    [GeneratedRegex(@"[0-9]+(?:[.,][0-9]+)*", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Numbers();

    [GeneratedRegex(@"(?<before>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? [0-9]|[0-9](?:st|nd|rd|th)?\.? (?:of )?(?<after>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamedMonths();
}
