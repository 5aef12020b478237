namespace Holdfast.Safety.Guards.Pii;

/// <summary>Where a domain name ends.</summary>
internal static class Domain
{
    private const int LongestLabel = 63;

    /// <summary>The end of the name that starts here, which has at least two labels and ends in a plausible top-level domain, or -1.</summary>
    public static int End(ReadOnlySpan<char> text, int start, int limit)
    {
        var (at, end) = (start, -1);
        for (var labels = 1; ; labels++)
        {
            var label = at;
            while (at < limit && (char.IsLetterOrDigit(text[at]) || text[at] is '-' or '_' || IsMark(text[at]) || (text[at] > 127 && (char.IsSymbol(text[at]) || char.IsSurrogate(text[at])))))
            {
                at++;
            }

            var length = at - label;
            if (length is 0 or > LongestLabel || text[label] == '-')
            {
                return end;
            }

            if (labels > 1 && IsTopLevel(text[label..at].TrimEnd("-_")))
            {
                end = label + text[label..at].TrimEnd("-_").Length;
            }
            else
            {
                end = at >= text.Length || text[at] != '.' ? -1 : end;
            }

            if (at >= limit || text[at] != '.')
            {
                return end;
            }

            at++;
        }
    }

    private static bool IsTopLevel(ReadOnlySpan<char> label) =>
        label.Length >= 2 && (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) || IsLetters(label));

    private static bool IsLetters(ReadOnlySpan<char> label)
    {
        foreach (var c in label)
        {
            if (!char.IsLetter(c) && !IsMark(c))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The vowel signs of Indic and other scripts, which are parts of their words.</summary>
    private static bool IsMark(char c) => c > 127 && char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;
}
