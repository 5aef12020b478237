namespace Holdfast.Runs.Events;

/// <summary>Most of a ceiling that several sessions share is spent. Told once for each user's or tenant's day.</summary>
/// <param name="Ceiling">Which one: <c>user day</c> or <c>tenant day</c>.</param>
/// <param name="CeilingNanos">The ceiling, in nano-dollars.</param>
/// <param name="Percent">At least so much of it is spent.</param>
public sealed record BudgetWarned(string Ceiling, long CeilingNanos, int Percent) : RunEvent;
