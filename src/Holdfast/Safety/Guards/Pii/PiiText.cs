using System.Buffers;

namespace Holdfast.Safety.Guards.Pii;

/// <summary>Questions about the surroundings of a candidate.</summary>
internal static class PiiText
{
    /// <summary>How far before a value the words that say what it is may stand.</summary>
    public const int Before = 80;

    /// <summary>How far behind a value they may stand.</summary>
    public const int Behind = 40;

    /// <summary>A text this short that holds nothing but the value answers a question for it.</summary>
    private const int LongestAnswer = 64;

    public static bool IsDigit(char c) => (uint)(c - '0') <= 9;

    public static bool IsWord(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) || c == '_' : char.IsLetterOrDigit(c);

    /// <summary>Whether a character next to a number makes it a part of something longer. In Thai, Chinese, Japanese and Korean no space parts a word from a number.</summary>
    public static bool Continues(char c) => IsWord(c) && c is not ((>= '\u0E00' and <= '\u0E7F') or (>= '\u2E80' and <= '\u9FFF') or (>= '\uAC00' and <= '\uD7A3'));

    /// <summary>Whether nothing that a longer number or word would continue with stands on either side.</summary>
    public static bool StandsAlone(ReadOnlySpan<char> text, int start, int end)
    {
        if (start > 0)
        {
            var before = text[start - 1];
            if ((IsDigit(text[start]) ? Continues(before) : IsWord(before)) || (before is '-' or '.' or '+' && start > 1 && IsWord(text[start - 2]) && IsDigit(text[start])))
            {
                return false;
            }
        }

        if (end >= text.Length)
        {
            return true;
        }

        var next = text[end];
        if (next < 128 && IsWord(next))
        {
            return false;
        }

        return !(next is '-' or '.' && end + 1 < text.Length && IsDigit(text[end + 1]));
    }

    /// <summary>Whether one of the words stands near the value.</summary>
    public static bool HasContext(ReadOnlySpan<char> text, int start, int length, SearchValues<string> words, bool alsoBehind = true)
    {
        var from = Math.Max(0, start - Before);
        if (HasWord(text[from..start], words))
        {
            return true;
        }

        var end = start + length;
        return alsoBehind && HasWord(text[end..Math.Min(text.Length, end + Behind)], words);
    }

    /// <summary>Whether the text is short and holds nothing but the value and its punctuation.</summary>
    public static bool IsWhole(ReadOnlySpan<char> text, int start, int length)
    {
        if (text.Length > LongestAnswer)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            if ((i < start || i >= start + length) && IsWord(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Words count only from their first letter on: "sin" is not in "business".</summary>
    private static bool HasWord(ReadOnlySpan<char> text, SearchValues<string> words)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text[from..].IndexOfAny(words);
            if (at < 0)
            {
                return false;
            }

            at += from;
            if (at == 0 || !char.IsLetter(text[at - 1]) || text[at] > 127)
            {
                return true;
            }

            from = at + 1;
        }

        return false;
    }

    /// <summary>Words that say what a number is. Short ones must end where they end: "sin" is not in "since".</summary>
    public static SearchValues<string> Words(string words) =>
        SearchValues.Create([.. words.Split(',', StringSplitOptions.TrimEntries).SelectMany(static word => word.Length > 4 || word[^1] > 'z' ? [word] : Ends.Select(end => word + end))], StringComparison.OrdinalIgnoreCase);

    private const string Ends = " :#=.,-'\"/\n";
}
