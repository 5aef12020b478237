namespace Holdfast.Memory;

/// <summary>How an agent remembers its users across sessions.</summary>
public sealed record MemoryOptions
{
    /// <summary>How much of what is known a session starts with, in tokens (estimated), 0 to 8,000. More is found by the tool <c>recall</c>.</summary>
    /// <value>Default 600.</value>
    public int RecalledTokens { get; init; } = 600;

    /// <summary>Whether a session that ends is read for lasting facts and preferences that its user told of, by one call of the fast tier. Only what stands in the user's own words is kept.</summary>
    /// <value>Default true.</value>
    public bool ExtractsFacts { get; init; } = true;

    internal IEnumerable<string> Faults()
    {
        if (RecalledTokens is < 0 or > 8_000) { yield return $"{nameof(RecalledTokens)} is {RecalledTokens}; it must be between 0 and 8,000."; }
    }
}
