using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>What a provider reported so far, normalised: <see cref="Input"/> is all of it, cached or not.</summary>
internal record struct TokenCounts
{
    public long? Input { get; set; }

    public long? Output { get; set; }

    public long? Total { get; set; }

    public long? Cached { get; set; }

    public long? CacheWritten { get; set; }

    public long? Reasoning { get; set; }

    public readonly UsageDetails? ToUsage() => Input is null && Output is null ? null : new UsageDetails
    {
        InputTokenCount = Input,
        OutputTokenCount = Output,
        TotalTokenCount = Total ?? (Input ?? 0) + (Output ?? 0),
        CachedInputTokenCount = Cached,
        ReasoningTokenCount = Reasoning,
        AdditionalCounts = CacheWritten > 0 ? new() { [UsageCounts.CacheWriteInputTokens] = CacheWritten.Value } : null,
    };
}
