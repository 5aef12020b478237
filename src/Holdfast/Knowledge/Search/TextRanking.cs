namespace Holdfast.Knowledge.Search;

/// <summary>Ranks chunks by their words: BM25 over three fields (BM25F).</summary>
/// <remarks>The constants were chosen on half of the queries of a public set and measured on the other half: docs/knowledge.md.</remarks>
internal sealed class TextRanking
{
    /// <summary>How many terms of a question count: of a long one those with the largest weights.</summary>
    public const int MostTerms = 256;

    private const double Saturation = 1.2;
    private const double RepetitionPower = 0.5;

    private readonly Dictionary<string, double> weights;
    private readonly double total;
    private readonly TextFields fields;

    private TextRanking(IReadOnlyList<QueryTerm> terms, TermStatistics statistics)
    {
        weights = terms.ToDictionary(term => term.Term, term => term.Weight, StringComparer.Ordinal);
        total = terms.Sum(term => term.Weight);
        fields = new TextFields(statistics);
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

    public static TextRanking Of(IReadOnlyDictionary<string, int> counts, TermStatistics statistics) =>
        new(Weigh(counts, statistics.Chunks, term => statistics.ChunksWith.GetValueOrDefault(term)), statistics);

    /// <summary>
    /// Weighs the terms of a question. What is said again counts more, but less than twice as much: people repeat what matters, and small talk. Rarity counts
    /// by its root, where BM25 counts it in full: in a long message the rarest words are mostly names and asides.
    /// </summary>
    /// <param name="counts">The terms, with how often each is said.</param>
    /// <param name="chunks">How many chunks there are.</param>
    /// <param name="with">In how many of them a term is.</param>
    public static IReadOnlyList<QueryTerm> Weigh(IReadOnlyDictionary<string, int> counts, long chunks, Func<string, int> with) =>
    [
        .. counts.Select(pair => (Term: pair.Key, Count: pair.Value, With: with(pair.Key))).Where(term => term.With > 0)
            .Select(term => new QueryTerm(term.Term, Math.Pow(term.Count, RepetitionPower) * Math.Sqrt(Rarity(chunks, term.With))))
            .OrderByDescending(term => term.Weight).ThenBy(term => term.Term, StringComparer.Ordinal).Take(MostTerms),
    ];

    /// <summary>How much a term says about a chunk: the more often it is there, the more, up to a limit.</summary>
    /// <param name="frequency">How often it is there, by <see cref="TextFields"/>.</param>
    public static double Impact(double frequency) => frequency * (Saturation + 1) / (frequency + Saturation);

    /// <summary>Scores a chunk.</summary>
    /// <returns>The score, and which share of the weights is of terms that the chunk has.</returns>
    public (double Score, double Coverage) Score(ChunkTerms chunk)
    {
        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        var known = weights.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (terms, each) in fields.Of(chunk))
        {
            foreach (var range in terms.AsSpan().Split(' '))
            {
                if (known.TryGetValue(terms.AsSpan(range), out var term, out _))
                {
                    found[term] = found.GetValueOrDefault(term) + each;
                }
            }
        }

        var (score, covered) = (0.0, 0.0);
        foreach (var (term, frequency) in found)
        {
            score += weights[term] * Impact(frequency);
            covered += weights[term];
        }

        return (score, total > 0 ? covered / total : 0);
    }

    private static double Rarity(long chunks, int with) => Math.Log(1 + ((chunks - with + 0.5) / (with + 0.5)));
}
