namespace Holdfast.Knowledge.Search;

/// <summary>The three fields of a chunk, of which the title counts most and the longer ones less for each word (BM25F).</summary>
internal sealed class TextFields
{
    private const double TitleWeight = 3;
    private const double HeadingWeight = 1.5;
    private const double ShortFieldNorm = 0.5;
    private const double BodyNorm = 0.75;

    private readonly double title;
    private readonly double heading;
    private readonly double body;

    public TextFields(TermStatistics statistics)
    {
        double Average(long sum) => Math.Max(1e-9, (double)sum / Math.Max(1, statistics.Chunks));
        (title, heading, body) = (Average(statistics.TitleTerms), Average(statistics.HeadingTerms), Average(statistics.BodyTerms));
    }

    /// <summary>The fields of a chunk, with how much each of their words counts.</summary>
    public (string Terms, double Each)[] Of(ChunkTerms chunk) =>
    [
        (chunk.TitleTerms, Each(chunk.TitleTerms, TitleWeight, ShortFieldNorm, title)),
        (chunk.HeadingTerms, Each(chunk.HeadingTerms, HeadingWeight, ShortFieldNorm, heading)),
        (chunk.BodyTerms, Each(chunk.BodyTerms, 1, BodyNorm, body)),
    ];

    private static double Each(string terms, double weight, double norm, double average) => weight / (1 - norm + (norm * (terms.AsSpan().Count(' ') + 1) / average));
}
