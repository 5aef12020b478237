namespace Holdfast.Server.Knowledge;

/// <summary>A question to a knowledge base.</summary>
/// <param name="Query">What is looked for.</param>
/// <param name="Limit">How many chunks at most, 1 to 500; 5 where it is left out.</param>
/// <param name="Path">How the paths of the documents begin.</param>
/// <param name="Tags">Tags that the documents have.</param>
/// <param name="Metadata">Metadata that the documents have.</param>
internal sealed record KnowledgeSearchRequest(
    string Query, int? Limit = null, string? Path = null, IReadOnlyList<string>? Tags = null, IReadOnlyDictionary<string, string>? Metadata = null);
