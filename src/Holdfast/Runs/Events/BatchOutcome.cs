namespace Holdfast.Runs.Events;

/// <summary>What a try brought for an item of a batch.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Result">The valid result, as JSON text; null when there is none.</param>
/// <param name="Violations">What was wrong; null when nothing was.</param>
/// <param name="Tries">How often it was tried, from 1.</param>
/// <param name="Again">Whether it is tried again, alone.</param>
public sealed record BatchOutcome(string Item, string? Result = null, IReadOnlyList<string>? Violations = null, int Tries = 1, bool Again = false);
