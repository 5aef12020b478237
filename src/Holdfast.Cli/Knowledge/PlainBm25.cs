using System.Text.RegularExpressions;

namespace Holdfast.Cli.Knowledge;

/// <summary>The floor: BM25 over title and text as one field, words in lower case, every word of the query as often as it is said; k1 = 1.2, b = 0.75.</summary>
internal sealed partial class PlainBm25
{
    private const double Saturation = 1.2;
    private const double Norm = 0.75;

    private readonly List<(string Id, Dictionary<string, int> Counts, int Length)> documents;
    private readonly Dictionary<string, int> with = new(StringComparer.Ordinal);
    private readonly double average;

    public PlainBm25(IReadOnlyList<RetrievalDocument> source)
    {
        documents = [.. source.Select(document =>
        {
            var counts = Count(document.Title + " " + document.Text);
            return (document.Id, counts, counts.Values.Sum());
        })];
        average = documents.Count == 0 ? 1 : documents.Average(document => document.Length);
        foreach (var word in documents.SelectMany(document => document.Counts.Keys))
        {
            with[word] = with.GetValueOrDefault(word) + 1;
        }
    }

    /// <summary>The ids of all documents, best first.</summary>
    public IReadOnlyList<string> Rank(string query)
    {
        var words = Count(query);
        return [.. documents.OrderByDescending(document => Score(document.Counts, document.Length, words)).Select(document => document.Id)];
    }

    private double Score(Dictionary<string, int> counts, int length, Dictionary<string, int> words)
    {
        var score = 0.0;
        foreach (var (word, times) in words)
        {
            if (counts.TryGetValue(word, out var count))
            {
                var rarity = Math.Log(1 + ((documents.Count - with[word] + 0.5) / (with[word] + 0.5)));
                score += times * rarity * count * (Saturation + 1) / (count + (Saturation * (1 - Norm + (Norm * length / average))));
            }
        }

        return score;
    }

    private static Dictionary<string, int> Count(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Match match in Word().Matches(text.ToLowerInvariant()))
        {
            counts[match.Value] = counts.GetValueOrDefault(match.Value) + 1;
        }

        return counts;
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Word();
}
