using Holdfast.Knowledge;

namespace Holdfast.Server.Knowledge;

/// <summary>What a search found.</summary>
/// <param name="Version">The version of the base that was searched.</param>
/// <param name="Hits">The chunks, best first.</param>
/// <param name="OnlyWords">Why meaning was not searched though there is an embedding model; or null.</param>
internal sealed record KnowledgeSearchView(long Version, IReadOnlyList<KnowledgeHit> Hits, string? OnlyWords = null);
