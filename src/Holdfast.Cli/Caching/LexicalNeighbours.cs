using Holdfast.Classification;

namespace Holdfast.Cli.Caching;

/// <summary>Finds the texts that have most words and pairs of words in common with a text, by cosine: a plain measure, and not the cache's own.</summary>
internal sealed class LexicalNeighbours
{
    private readonly IReadOnlyList<LabelledText> texts;
    private readonly List<Dictionary<string, double>> vectors;
    private readonly Dictionary<string, List<(int Text, double Weight)>> index = new(StringComparer.Ordinal);

    public LexicalNeighbours(IReadOnlyList<LabelledText> texts)
    {
        this.texts = texts;
        vectors = [.. texts.Select(text => Vector(text.Text))];
        for (var i = 0; i < vectors.Count; i++)
        {
            foreach (var (feature, weight) in vectors[i])
            {
                (index.TryGetValue(feature, out var list) ? list : index[feature] = []).Add((i, weight));
            }
        }
    }

    /// <summary>The others that have anything in common with a text, nearest first.</summary>
    public IReadOnlyList<LabelledText> Of(int text)
    {
        var products = new double[texts.Count];
        foreach (var (feature, weight) in vectors[text])
        {
            foreach (var (other, its) in index[feature])
            {
                products[other] += weight * its;
            }
        }

        int[] others = [.. Enumerable.Range(0, texts.Count).Where(i => i != text && products[i] > 0)];
        Array.Sort([.. others.Select(i => -products[i])], others);
        return [.. others.Select(i => texts[i])];
    }

    private static Dictionary<string, double> Vector(string text)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        var before = "";
        foreach (var word in text.ToLowerInvariant().Split([.. " \t\n.,;:!?\"()-"], StringSplitOptions.RemoveEmptyEntries))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
            counts[$"{before} {word}"] = counts.GetValueOrDefault($"{before} {word}") + 1;
            before = word;
        }

        var length = Math.Sqrt(counts.Values.Sum(count => count * count));
        return counts.ToDictionary(pair => pair.Key, pair => pair.Value / length, StringComparer.Ordinal);
    }
}
