namespace Holdfast.Knowledge;

/// <summary>How often terms are in a base.</summary>
/// <param name="Chunks">How many chunks there are.</param>
/// <param name="TitleTerms">How many terms the titles of all chunks have together.</param>
/// <param name="HeadingTerms">How many their headings have.</param>
/// <param name="BodyTerms">How many their texts have.</param>
/// <param name="ChunksWith">In how many chunks each term that was asked for is; one that is in none may be left out.</param>
public sealed record TermStatistics(long Chunks, long TitleTerms, long HeadingTerms, long BodyTerms, IReadOnlyDictionary<string, int> ChunksWith);
