namespace Holdfast.Classification;

/// <summary>What of the examples is worth looking at: hashes, each with a weight that is higher the rarer it is.</summary>
internal sealed class Vocabulary
{
    /// <summary>From how many examples on a feature must be in two of them.</summary>
    private const int Many = 500;
    private const int Most = 65_536;

    private readonly Dictionary<uint, int> index;
    private readonly float unknown;

    /// <param name="keys">The hashes, ascending.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="documents">How many examples they come from.</param>
    public Vocabulary(uint[] keys, float[] weights, int documents)
    {
        Keys = keys;
        Weights = weights;
        index = new Dictionary<uint, int>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            index.Add(keys[i], i);
        }

        unknown = Rarity(documents, 0);
    }

    public uint[] Keys { get; }

    public float[] Weights { get; }

    /// <summary>Makes the vocabulary of texts.</summary>
    public static Vocabulary Of(IReadOnlyList<string> texts)
    {
        var counts = new Dictionary<uint, int>();
        foreach (var text in texts)
        {
            var (words, others) = TextGrams.Of(text);
            foreach (var hash in words.Concat(others).Distinct())
            {
                counts[hash] = counts.GetValueOrDefault(hash) + 1;
            }
        }

        var least = texts.Count >= Many ? 2 : 1;
        uint[] keys = [.. counts.Where(c => c.Value >= least).OrderByDescending(c => c.Value).ThenBy(c => c.Key).Take(Most).Select(c => c.Key).Order()];
        return new Vocabulary(keys, [.. keys.Select(key => Rarity(texts.Count, counts[key]))], texts.Count);
    }

    /// <summary>Puts a text into the space.</summary>
    public TextVector Read(string text)
    {
        var (words, others) = TextGrams.Of(text);
        var counts = new Dictionary<int, int>();
        float known = 0;
        float all = 0;
        foreach (var hash in words)
        {
            var feature = Count(hash, counts);
            known += feature is { } some ? Weights[some] : 0;
            all += feature is { } same ? Weights[same] : unknown;
        }

        foreach (var hash in others)
        {
            Count(hash, counts);
        }

        int[] features = [.. counts.Keys.Order()];
        var values = new float[features.Length];
        double square = 0;
        for (var i = 0; i < features.Length; i++)
        {
            values[i] = (1 + MathF.Log(counts[features[i]])) * Weights[features[i]];
            square += values[i] * values[i];
        }

        var scale = square == 0 ? 0 : (float)(1 / Math.Sqrt(square));
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= scale;
        }

        return new TextVector(features, values, all == 0 ? 0 : known / all);
    }

    private static float Rarity(int documents, int having) => MathF.Log((documents + 1f) / (having + 1f)) + 1;

    private int? Count(uint hash, Dictionary<int, int> counts)
    {
        if (!index.TryGetValue(hash, out var feature))
        {
            return null;
        }

        counts[feature] = counts.GetValueOrDefault(feature) + 1;
        return feature;
    }
}
