namespace Holdfast.Knowledge;

/// <summary>Which documents a search looks at: those for which everything given holds.</summary>
public sealed record KnowledgeFilter
{
    /// <summary>How their paths begin, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Tags that they have, each of them.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Metadata that they have, each of it.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether it holds for every document.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(Path) && Tags.Count == 0 && Metadata.Count == 0;

    /// <summary>Whether it holds for a document.</summary>
    /// <param name="document">The document.</param>
    public bool Matches(KnowledgeDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Path.StartsWith(Path ?? "", StringComparison.Ordinal) && Tags.All(document.Tags.Contains)
            && Metadata.All(pair => document.Metadata.TryGetValue(pair.Key, out var value) && value == pair.Value);
    }
}
