using System.Text.Json;

namespace Holdfast.Models;

/// <summary>A model call failed. Providers throw it; the gateway decides by <see cref="Category"/> what happens next.</summary>
public sealed class ModelException : HoldfastException
{
    /// <summary>Creates the failure of one attempt.</summary>
    /// <param name="category">Why it failed.</param>
    /// <param name="message">What the provider said, without secrets.</param>
    /// <param name="innerException">The cause, or null.</param>
    public ModelException(ErrorCategory category, string message, Exception? innerException = null)
        : base("model-" + JsonNamingPolicy.KebabCaseLower.ConvertName(category.ToString()), message, innerException)
    {
        Category = category;
    }

    /// <summary>Why the call failed.</summary>
    public ErrorCategory Category { get; }

    /// <summary>How long the provider asks to wait before the next attempt, or null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status, or null when there was no response.</summary>
    public int? Status { get; init; }

    /// <summary>Input tokens that the provider reported before it failed (a stream cut off, say), or null.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Output tokens that the provider reported before it failed, or null.</summary>
    public long? OutputTokens { get; init; }
}
