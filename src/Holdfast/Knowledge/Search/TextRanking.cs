namespace Holdfast.Knowledge.Search;

/// <summary>Ranks chunks by their words: BM25 over three fields, of which the title counts most (BM25F).</summary>
/// <remarks>The constants were chosen on half of the queries of a public set and measured on the other half: docs/knowledge.md.</remarks>
internal sealed class TextRanking
{
    /// <summary>How many terms of a question count: of a long one those with the largest weights.</summary>
    public const int MostTerms = 256;

    private const double Saturation = 1.2;
    private const double RepetitionPower = 0.5;
    private const double TitleWeight = 3;
    private const double HeadingWeight = 1.5;
    private const double ShortFieldNorm = 0.5;
    private const double BodyNorm = 0.75;

    private readonly Dictionary<string, double> weights;
    private readonly double total;
    private readonly double title;
    private readonly double heading;
    private readonly double body;

    private TextRanking(IReadOnlyList<QueryTerm> terms, TermStatistics statistics)
    {
        weights = terms.ToDictionary(term => term.Term, term => term.Weight, StringComparer.Ordinal);
        total = terms.Sum(term => term.Weight);
        double Average(long sum) => Math.Max(1e-9, (double)sum / Math.Max(1, statistics.Chunks));
        (title, heading, body) = (Average(statistics.TitleTerms), Average(statistics.HeadingTerms), Average(statistics.BodyTerms));
    }

    /// <summary>The terms that count.</summary>
    public IReadOnlyCollection<string> Terms => weights.Keys;

    /// <summary>The terms of a question with how often each is said.</summary>
    public static Dictionary<string, int> Count(string text)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in SearchTerms.Of(text))
        {
            counts[term] = counts.GetValueOrDefault(term) + 1;
        }

        return counts;
    }

    /// <summary>
    /// Weighs the terms of a question. What is said again counts more, but less than twice as much: people repeat what matters, and small talk. Rarity counts
    /// by its root, where BM25 counts it in full: in a long message the rarest words are mostly names and asides.
    /// </summary>
    public static TextRanking Of(IReadOnlyDictionary<string, int> counts, TermStatistics statistics) => new(
        [
            .. counts.Where(pair => statistics.ChunksWith.GetValueOrDefault(pair.Key) > 0)
                .Select(pair => new QueryTerm(pair.Key, Math.Pow(pair.Value, RepetitionPower) * Math.Sqrt(Rarity(statistics.Chunks, statistics.ChunksWith[pair.Key]))))
                .OrderByDescending(term => term.Weight).ThenBy(term => term.Term, StringComparer.Ordinal).Take(MostTerms),
        ],
        statistics);

    /// <summary>Scores a chunk.</summary>
    /// <returns>The score, and which share of the weights is of terms that the chunk has.</returns>
    public (double Score, double Coverage) Score(ChunkCandidate chunk)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        Add(found, chunk.TitleTerms, TitleWeight, ShortFieldNorm, title);
        Add(found, chunk.HeadingTerms, HeadingWeight, ShortFieldNorm, heading);
        Add(found, chunk.BodyTerms, 1, BodyNorm, body);
        var (score, covered) = (0.0, 0.0);
        foreach (var (term, frequency) in found)
        {
            score += weights[term] * frequency * (Saturation + 1) / (frequency + Saturation);
            covered += weights[term];
        }

        return (score, total > 0 ? covered / total : 0);
    }

    private void Add(Dictionary<string, double> found, string terms, double weight, double norm, double average)
    {
        var length = terms.Length == 0 ? 0 : terms.AsSpan().Count(' ') + 1;
        var each = weight / (1 - norm + (norm * length / average));
        var known = weights.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var range in terms.AsSpan().Split(' '))
        {
            if (known.TryGetValue(terms.AsSpan(range), out var term, out _))
            {
                found[term] = found.GetValueOrDefault(term) + each;
            }
        }
    }

    private static double Rarity(long chunks, int with) => Math.Log(1 + ((chunks - with + 0.5) / (with + 0.5)));
}
