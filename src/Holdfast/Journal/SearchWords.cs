using System.Globalization;
using System.Text;

namespace Holdfast.Journal;

/// <summary>What counts as a word in the search over runs. Every store splits texts and queries with it, so that all find the same.</summary>
public static class SearchWords
{
    /// <summary>The longest word, in characters; of a longer one only its beginning counts.</summary>
    public const int MaximumLength = 64;

    /// <summary>How many different words of one text are found; later ones are not.</summary>
    public const int MaximumCount = 4096;

    /// <summary>Splits a text into its different words: runs of letters, digits and marks, in lower case, in order of first appearance.</summary>
    /// <param name="text">Any text; null has no words.</param>
    public static IReadOnlyCollection<string> Split(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var words = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        Span<char> word = stackalloc char[MaximumLength];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPart(rune))
            {
                Add(words, word[..length]);
                length = 0;
            }
            else if (Rune.ToLowerInvariant(rune).TryEncodeToUtf16(word[length..], out var written))
            {
                length += written;
            }
        }

        Add(words, word[..length]);
        return words.Keys;
    }

    private static void Add(OrderedDictionary<string, bool> words, ReadOnlySpan<char> word)
    {
        if (!word.IsEmpty && words.Count < MaximumCount)
        {
            words.TryAdd(word.ToString(), true);
        }
    }

    private static bool IsPart(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsLetter(rune) || Rune.IsNumber(rune) || Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
}
