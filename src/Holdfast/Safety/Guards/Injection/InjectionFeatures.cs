namespace Holdfast.Safety.Guards.Injection;

/// <summary>Hashes words and their neighbours into the inputs of the linear model. Each word gives the same number of them.</summary>
internal static class InjectionFeatures
{
    /// <summary>How many inputs the model has.</summary>
    public const int Buckets = 1 << 16;

    /// <summary>How many inputs a word sets.</summary>
    public const int PerWord = 6;

    /// <summary>Which of the inputs of a word stands for its beginning.</summary>
    public const int Beginning = 3;

    /// <summary>The inputs of all words, <see cref="PerWord"/> for each.</summary>
    public static int[] Of(List<InjectionWord> words)
    {
        var features = new int[words.Count * PerWord];
        uint before = 0;
        uint beforeThat = 0;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i].Text;
            var hash = Hash(word, 17);
            var at = i * PerWord;
            features[at] = Bucket(hash);
            features[at + 1] = Bucket((before * 31) ^ hash);
            features[at + 2] = Bucket((beforeThat * 37) ^ (hash * 3));
            features[at + Beginning] = Bucket(Hash(word.AsSpan(0, Math.Min(4, word.Length)), 23));
            features[at + 4] = Bucket(Hash(word.AsSpan(Math.Max(0, word.Length - 3)), 29));
            features[at + 5] = Bucket(((uint)words[i].Concept * 0x9E3779B9) + 41);
            (beforeThat, before) = (before, hash);
        }

        return features;
    }

    private static uint Hash(ReadOnlySpan<char> word, uint seed)
    {
        var hash = 2166136261 ^ seed;
        foreach (var c in word)
        {
            // Which number it is means nothing.
            hash = (hash ^ (char.IsAsciiDigit(c) ? '0' : c)) * 16777619;
        }

        return hash;
    }

    /// <summary>The input that a hash falls to.</summary>
    public static int Bucket(uint hash)
    {
        hash ^= hash >> 15;
        hash *= 0x2C1B3C6D;
        hash ^= hash >> 13;
        return (int)(hash % Buckets);
    }
}
