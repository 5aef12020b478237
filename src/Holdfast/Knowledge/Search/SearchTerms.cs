using System.Text;
using Holdfast.Safety.Text;

namespace Holdfast.Knowledge.Search;

/// <summary>The terms of a text: words without case, accents and English endings, without English stop words.</summary>
internal static class SearchTerms
{
    /// <summary>The longest term: what is longer is no word.</summary>
    private const int Longest = 40;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> StopWords = new HashSet<string>(
        """
        a about above after again against all also am an and any are aren as at be because been before being below between both but by can cannot could did do
        does doing don down during each else ever few for from further get go going had has have having he her here hers herself him himself his how however i if in
        into is it its itself just let like make many may me might more most must my myself never no nor not now of off on once one only onto or other our ours
        ourselves out over own per please rather same say says shall she should since so some still such tell than that the their theirs them themselves then there
        these they this those though through to too under until up upon us use used using very via want wants was we were what when where whether which while who
        whom whose why will with within without would yes yet you your yours yourself yourselves ll re ve
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The terms, in order.</summary>
    public static List<string> Of(string text)
    {
        var terms = new List<string>();
        var word = new StringBuilder(Longest);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == 'ß')
            {
                word.Append("ss");
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                _ = rune.IsBmp ? word.Append(Characters.Plain((char)rune.Value)) : word.Append(Rune.ToLowerInvariant(rune).ToString());
            }
            else if (Rune.GetUnicodeCategory(rune) is not System.Globalization.UnicodeCategory.NonSpacingMark)
            {
                Take(word, terms);
            }
        }

        Take(word, terms);
        return terms;
    }

    /// <summary>The terms with spaces between, as stores keep them.</summary>
    public static string Join(string text) => string.Join(' ', Of(text));

    private static void Take(StringBuilder word, List<string> terms)
    {
        if (word.Length is > 0 and <= Longest)
        {
            Span<char> letters = stackalloc char[Longest];
            word.CopyTo(0, letters, word.Length);
            var read = letters[..word.Length];
            if (!StopWords.Contains(read) && !(read.Length == 1 && read[0] == 's'))
            {
                terms.Add(EnglishStem.Of(read.ToString()));
            }
        }

        word.Clear();
    }
}
