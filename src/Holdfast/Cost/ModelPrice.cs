namespace Holdfast.Cost;

/// <summary>What a model costs, in USD per million tokens.</summary>
/// <param name="Input">Per million input tokens.</param>
/// <param name="Output">Per million output tokens.</param>
/// <param name="CachedInput">Per million input tokens served from the provider's cache; null for the full input price.</param>
public sealed record ModelPrice(decimal Input, decimal Output, decimal? CachedInput = null)
{
    /// <summary>The price of models that cost nothing, such as the offline model.</summary>
    public static ModelPrice Free { get; } = new(0, 0);

    private readonly long inputNanos = (long)(Input * 1000);
    private readonly long outputNanos = (long)(Output * 1000);
    private readonly long cachedNanos = (long)((CachedInput ?? Input) * 1000);

    /// <summary>Returns the cost in nano-dollars (10⁻⁹ USD): one USD per million tokens is 1,000 nano-dollars per token.</summary>
    /// <param name="inputTokens">All input tokens, cached ones included.</param>
    /// <param name="outputTokens">Output tokens.</param>
    /// <param name="cachedTokens">The part of the input that was served from the cache.</param>
    public long CostNanos(long inputTokens, long outputTokens, long cachedTokens = 0) =>
        ((inputTokens - cachedTokens) * inputNanos) + (cachedTokens * cachedNanos) + (outputTokens * outputNanos);
}
