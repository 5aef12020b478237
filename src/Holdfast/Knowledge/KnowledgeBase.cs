namespace Holdfast.Knowledge;

/// <summary>A knowledge base: documents that agents search.</summary>
public sealed record KnowledgeBase
{
    /// <summary>Its number in the store.</summary>
    public required long Id { get; init; }

    /// <summary>The tenant it belongs to.</summary>
    public required string Tenant { get; init; }

    /// <summary>Its name: 1 to 64 lower-case letters, digits and hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about, in a sentence.</summary>
    public string Description { get; init; } = "";

    /// <summary>Grows with each change of what a search may find: what was found at one version is found again at the same.</summary>
    public long Version { get; init; }

    /// <summary>How many documents it has.</summary>
    public int Documents { get; init; }

    /// <summary>How many chunks they were cut into.</summary>
    public int Chunks { get; init; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
