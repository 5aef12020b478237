using Holdfast.Journal;

namespace Holdfast.Server.Costs;

/// <summary>What one group used.</summary>
/// <param name="Group">The group, such as an agent's name.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Calls">How many model calls, failed ones included.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">The cost in USD.</param>
/// <param name="CostAlone">By cascade: what the stronger tier alone would have cost, in USD; else null.</param>
/// <param name="Saved">By cascade: the difference, in USD; below 0 where the cascade cost more. Else null.</param>
/// <param name="MovedUp">By cascade: how many runs the stronger tier took over; else null.</param>
internal sealed record CostView(string Group, long Runs, long Calls, long InputTokens, long OutputTokens, decimal Cost, decimal? CostAlone = null, decimal? Saved = null, long? MovedUp = null)
{
    public static CostView Of(CostRow row) => new(row.Group, row.Runs, row.Calls, row.InputTokens, row.OutputTokens, row.CostNanos / 1_000_000_000m,
        row.AloneCostNanos / 1_000_000_000m, (row.AloneCostNanos - row.CostNanos) / 1_000_000_000m, row.MovedUp);
}
