namespace Holdfast.Knowledge;

/// <summary>A question to a knowledge base.</summary>
public sealed record KnowledgeQuery
{
    /// <summary>The longest question, in characters.</summary>
    public const int LongestText = 20_000;

    /// <summary>What is looked for, in a few words or in a whole message: 1 to 20,000 characters.</summary>
    public required string Text { get; init; }

    /// <summary>How many chunks at most, 1 to 500.</summary>
    /// <value>Default 5.</value>
    public int Limit { get; init; } = 5;

    /// <summary>Which documents are looked at.</summary>
    /// <value>Default all.</value>
    public KnowledgeFilter Filter { get; init; } = new();
}
