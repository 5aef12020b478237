using Holdfast.Journal;

namespace Holdfast.Server.Costs;

/// <summary>What one group used.</summary>
/// <param name="Group">The group, such as an agent's name.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Calls">How many model calls, failed ones included.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="Cost">The cost in USD.</param>
internal sealed record CostView(string Group, long Runs, long Calls, long InputTokens, long OutputTokens, decimal Cost)
{
    public static CostView Of(CostRow row) => new(row.Group, row.Runs, row.Calls, row.InputTokens, row.OutputTokens, row.CostNanos / 1_000_000_000m);
}
