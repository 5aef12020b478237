namespace Holdfast.Cost;

/// <summary>Why a reservation was refused.</summary>
/// <param name="Ceiling">Which ceiling, such as <c>run tokens</c>.</param>
/// <param name="Needed">The least that was needed, in the ceiling's unit: tokens or nano-dollars.</param>
/// <param name="Left">What was left.</param>
public sealed record BudgetRefusal(string Ceiling, long Needed, long Left);
