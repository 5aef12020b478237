namespace Holdfast.Runs.Events;

/// <summary>A step of the plan ended: the checkpoint.</summary>
/// <param name="Step">The step's index, from 0.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Note">What it brought, or why it failed.</param>
public sealed record StepFinished(int Step, StepOutcome Outcome, string? Note = null) : RunEvent;
