namespace Holdfast.Runs.Events;

/// <summary>A model call was not made because it might have crossed a ceiling.</summary>
/// <param name="Ceiling">Which one, such as <c>run tokens</c> or <c>user day</c>.</param>
/// <param name="Needed">The least that the call might need, in the ceiling's unit.</param>
/// <param name="Left">What was left, in the ceiling's unit.</param>
/// <param name="Purpose">What the call was for.</param>
/// <param name="Attempts">Attempts of the same call that were made before the refusal.</param>
public sealed record BudgetRefused(string Ceiling, long Needed, long Left, string Purpose, IReadOnlyList<Models.ModelAttempt>? Attempts = null) : RunEvent;
