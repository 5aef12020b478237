namespace Holdfast.Runs.Events;

/// <summary>One step of a plan.</summary>
/// <param name="Title">What it achieves, in a few words.</param>
/// <param name="Tool">The tool it will need, where known.</param>
public sealed record PlanStep(string Title, string? Tool = null);
