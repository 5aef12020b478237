namespace Holdfast.Knowledge;

/// <summary>What a search found.</summary>
/// <param name="Version">The version of the base that was searched.</param>
/// <param name="Hits">The chunks, best first.</param>
public sealed record KnowledgeResults(long Version, IReadOnlyList<KnowledgeHit> Hits)
{
    /// <summary>Why there is an embedding model and yet only words were searched, such as that its provider does not answer; null where nothing is missing.</summary>
    public string? OnlyWords { get; init; }
}
