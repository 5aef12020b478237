using Microsoft.Extensions.AI;

namespace Holdfast.Models;

/// <summary>Names of token counts in <see cref="UsageDetails.AdditionalCounts"/> that the abstractions have no property for.</summary>
public static class UsageCounts
{
    /// <summary>Input tokens written to the provider's prompt cache. Part of <see cref="UsageDetails.InputTokenCount"/>, often priced higher.</summary>
    public const string CacheWriteInputTokens = "cache_write_input_tokens";
}
