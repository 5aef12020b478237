namespace Holdfast.Knowledge.Search;

/// <summary>What a search by words found.</summary>
/// <param name="Best">The best chunks, best first.</param>
/// <param name="Scores">Their scores, and which share of the question's weight their terms have; those of other chunks, too, where they were asked for or are at hand.</param>
internal sealed record TextMatches(IReadOnlyList<long> Best, IReadOnlyDictionary<long, (double Score, double Coverage)> Scores)
{
    public static TextMatches None { get; } = new([], new Dictionary<long, (double Score, double Coverage)>());
}
