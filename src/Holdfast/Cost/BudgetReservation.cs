namespace Holdfast.Cost;

/// <summary>What one model attempt may use at most, reserved before it is made.</summary>
/// <param name="InputTokens">An upper bound of the input.</param>
/// <param name="OutputTokens">The most output that the model is allowed.</param>
/// <param name="CostNanos">The most that it can cost, in nano-dollars.</param>
public readonly record struct BudgetReservation(long InputTokens, long OutputTokens, long CostNanos)
{
    /// <summary>Input and output.</summary>
    public long Tokens => InputTokens + OutputTokens;
}
