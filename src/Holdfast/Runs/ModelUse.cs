using System.Collections.Immutable;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>What the attempts of a model call add to what a run used.</summary>
internal static class ModelUse
{
    /// <summary>Adds attempts to the use per model, tier and purpose, and up to what they cost together.</summary>
    public static (ImmutableArray<RunUsage> Usage, long Tokens, long CostNanos) Added(
        ImmutableArray<RunUsage> usage, string purpose, Tier tier, IReadOnlyList<ModelAttempt> attempts)
    {
        var name = NameOf(tier);
        long tokens = 0, cost = 0;
        foreach (var attempt in attempts)
        {
            tokens += attempt.InputTokens + attempt.OutputTokens;
            cost += attempt.CostNanos;
            var index = usage.Length - 1;
            while (index >= 0 && (usage[index].Model != attempt.Model || usage[index].Tier != name || usage[index].Purpose != purpose))
            {
                index--;
            }

            var entry = index < 0 ? new RunUsage(attempt.Model, name, purpose, 0, 0, 0, 0) : usage[index];
            entry = entry with
            {
                Calls = entry.Calls + 1,
                InputTokens = entry.InputTokens + attempt.InputTokens,
                OutputTokens = entry.OutputTokens + attempt.OutputTokens,
                CostNanos = entry.CostNanos + attempt.CostNanos,
            };
            usage = index < 0 ? usage.Add(entry) : usage.SetItem(index, entry);
        }

        return (usage, tokens, cost);
    }

    /// <summary>The first failure among attempts, or null.</summary>
    public static string? FirstError(IReadOnlyList<ModelAttempt> attempts)
    {
        foreach (var attempt in attempts)
        {
            if (attempt.Error is not null)
            {
                return $"{attempt.Category}: {attempt.Error}";
            }
        }

        return null;
    }

    private static string NameOf(Tier tier) => tier switch { Tier.Standard => "standard", Tier.Strong => "strong", _ => "fast" };
}
