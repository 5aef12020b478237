namespace Holdfast.Knowledge;

/// <summary>A chunk as a store keeps it.</summary>
public sealed record StoredChunk
{
    /// <summary>The headings above it, outermost first, with <c> › </c> between.</summary>
    public required string Heading { get; init; }

    /// <summary>Where it begins in the document's text.</summary>
    public required int Start { get; init; }

    /// <summary>After its last character.</summary>
    public required int End { get; init; }

    /// <summary>Its text.</summary>
    public required string Text { get; init; }

    /// <summary>The SHA-256 of what is embedded of it, in lower-case hexadecimal digits.</summary>
    public required string Hash { get; init; }

    /// <summary>The terms of the document's title, with spaces between. Terms are letters and digits only.</summary>
    public required string TitleTerms { get; init; }

    /// <summary>The terms of the nearest heading.</summary>
    public required string HeadingTerms { get; init; }

    /// <summary>The terms of the text.</summary>
    public required string BodyTerms { get; init; }
}
