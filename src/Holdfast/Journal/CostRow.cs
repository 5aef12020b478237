namespace Holdfast.Journal;

/// <summary>What one group used.</summary>
/// <param name="Group">The group's value, such as an agent's name.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Calls">How many model calls, failed ones included.</param>
/// <param name="InputTokens">Tokens sent.</param>
/// <param name="OutputTokens">Tokens received.</param>
/// <param name="CostNanos">The cost in nano-dollars (10⁻⁹ USD).</param>
/// <param name="AloneCostNanos">For <c>cascade</c>: what the same would have cost with the stronger tier alone, by its price for the tokens that the fast tier used; else null.</param>
/// <param name="MovedUp">For <c>cascade</c>: how many of the runs the stronger tier took over; else null.</param>
public sealed record CostRow(string Group, long Runs, long Calls, long InputTokens, long OutputTokens, long CostNanos, long? AloneCostNanos = null, long? MovedUp = null);
