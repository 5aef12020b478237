using System.Buffers;
using System.Globalization;
using System.Text;

namespace Holdfast.Safety.Labels;

/// <summary>Splits text into words that compare as a reader would: without case, accents, width and punctuation.</summary>
internal static class Words
{
    private const char FirstAccented = '\u00C0';
    private const char LastAccented = '\u017F';

    /// <summary>The letters U+00C0 to U+017F in lower case without accents. A table, because processes without culture data cannot decompose.</summary>
    private const string WithoutAccent =
        "aaaaaaæceeeeiiiidnooooo×ouuuuyþßaaaaaaæceeeeiiiidnooooo÷ouuuuyþy" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkklllllll" +
        "lllnnnnnnnnnooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private static readonly SearchValues<char> Ascii = SearchValues.Create([.. Enumerable.Range(0, 128).Select(i => (char)i)]);

    /// <summary>The words of a text in order: runs of letters and digits, folded.</summary>
    public static List<string> Of(string text)
    {
        var folded = Fold(text);
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= folded.Length; i++)
        {
            if (i < folded.Length && char.IsLetterOrDigit(folded[i]))
            {
                start = start < 0 ? i : start;
            }
            else if (start >= 0)
            {
                words.Add(folded[start..i]);
                start = -1;
            }
        }

        return words;
    }

    /// <summary>Letters and digits only, folded.</summary>
    public static string Compact(string text) => string.Concat(Of(text));

    /// <summary>Without case, accents and width.</summary>
    public static string Fold(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Ascii))
        {
            return text.ToLowerInvariant();
        }

        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c is >= FirstAccented and <= LastAccented)
            {
                result.Append(WithoutAccent[c - FirstAccented]);
            }
            else if (c is >= '\uFF01' and <= '\uFF5E')
            {
                result.Append(char.ToLowerInvariant((char)(c - 0xFEE0)));
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format))
            {
                result.Append(char.ToLowerInvariant(c));
            }
        }

        return result.Replace("ß", "ss").ToString();
    }
}
