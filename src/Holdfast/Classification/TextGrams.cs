using System.Text;

namespace Holdfast.Classification;

/// <summary>Reads a text as words, pairs of words and pieces of words, each as a hash.</summary>
internal static class TextGrams
{
    private const int MostCharacters = 2_000;
    private const int ShortestPiece = 3;
    private const int LongestPiece = 5;
    private const uint WordSeed = 1;
    private const uint PairSeed = 2;
    private const uint PieceSeed = 3;

    /// <summary>The hashes, single words before the rest.</summary>
    public static (List<uint> Words, List<uint> Others) Of(string text)
    {
        var words = new List<uint>();
        var others = new List<uint>();
        var before = "";
        foreach (var word in Split(text))
        {
            words.Add(Hash(word, WordSeed));
            others.Add(Hash($"{before} {word}", PairSeed));
            before = word;
            var padded = $" {word} ";
            for (var length = ShortestPiece; length <= LongestPiece; length++)
            {
                for (var start = 0; start + length <= padded.Length; start++)
                {
                    others.Add(Hash(padded.AsSpan(start, length), PieceSeed));
                }
            }
        }

        // How a text begins and ends tells a question from an order.
        others.Add(Hash($"{before} ", PairSeed));
        return (words, others);
    }

    private static IEnumerable<string> Split(string text)
    {
        var word = new StringBuilder();
        for (var i = 0; i < Math.Min(text.Length, MostCharacters); i++)
        {
            var c = text[i];
            if (char.IsLetterOrDigit(c))
            {
                // Which number it is means nothing.
                word.Append(char.IsDigit(c) ? '0' : char.ToLowerInvariant(c));
            }
            else if (c is not ('\'' or '’') && word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            yield return word.ToString();
        }
    }

    private static uint Hash(ReadOnlySpan<char> text, uint seed)
    {
        var hash = 2166136261 ^ seed;
        foreach (var c in text)
        {
            hash = (hash ^ c) * 16777619;
        }

        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        return hash ^ (hash >> 13);
    }
}
