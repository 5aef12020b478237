using Holdfast.Classification;

namespace Holdfast.Storage.Classification;

/// <summary>A stored classifier, without its content. It never changes; only which version is in production does.</summary>
public sealed record ClassifierVersion
{
    /// <summary>The classifier's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its number among those of the name, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>When it was stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whether it is the one that is used.</summary>
    public bool InProduction { get; init; }

    /// <summary>How many labels it tells apart.</summary>
    public required int Labels { get; init; }

    /// <summary>How it did in training on texts that it had not seen.</summary>
    public required ClassifierFigures Figures { get; init; }

    /// <summary>The SHA-256 of its content.</summary>
    public required string Hash { get; init; }
}
