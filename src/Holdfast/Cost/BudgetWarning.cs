namespace Holdfast.Cost;

/// <summary>Most of a ceiling that several sessions share is spent.</summary>
/// <param name="Ceiling">Which ceiling, such as <c>user day</c>.</param>
/// <param name="CeilingNanos">The ceiling, in nano-dollars.</param>
public sealed record BudgetWarning(string Ceiling, long CeilingNanos);
