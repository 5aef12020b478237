namespace Holdfast.Knowledge;

/// <summary>A chunk that was found, with where it stands and how well it fits.</summary>
public sealed record KnowledgeHit
{
    /// <summary>The document's path.</summary>
    public required string Path { get; init; }

    /// <summary>The document's title.</summary>
    public required string Title { get; init; }

    /// <summary>The headings above the chunk, outermost first, with <c> › </c> between; may be empty.</summary>
    public required string Heading { get; init; }

    /// <summary>Where the chunk begins in the document's text, in characters (UTF-16).</summary>
    public int Start { get; init; }

    /// <summary>After its last character.</summary>
    public int End { get; init; }

    /// <summary>The chunk's text.</summary>
    public required string Text { get; init; }

    /// <summary>What the order of the hits goes by: the sum of 1/(60 + rank) over the rankings by words and by meaning. Says nothing across searches.</summary>
    public double Score { get; init; }

    /// <summary>How well its words fit (BM25 over title, headings and text), above 0; null where none fits.</summary>
    public double? TextScore { get; init; }

    /// <summary>Which share of the question's weight the chunk's words have, 0 to 1: comparable across searches.</summary>
    public double Coverage { get; init; }

    /// <summary>How near its meaning is, −1 to 1 (cosine); null without an embedding model, or where it was not among the nearest.</summary>
    public double? Similarity { get; init; }
}
