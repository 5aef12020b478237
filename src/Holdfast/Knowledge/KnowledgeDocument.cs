namespace Holdfast.Knowledge;

/// <summary>A document of a knowledge base, without its text.</summary>
public sealed record KnowledgeDocument
{
    /// <summary>Its name in the base.</summary>
    public required string Path { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>The SHA-256 of all that was given of it and of the way it was read, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Its media type.</summary>
    public required string MediaType { get; init; }

    /// <summary>How long its text is, in characters.</summary>
    public int Characters { get; init; }

    /// <summary>How many chunks it was cut into.</summary>
    public int Chunks { get; init; }

    /// <summary>Words to search by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Values to search by.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was last read.</summary>
    public DateTimeOffset UpdatedAt { get; init; }
}
