namespace Holdfast.Runs.Events;

/// <summary>A step of a workflow ended: the checkpoint.</summary>
/// <param name="Step">The step's name.</param>
/// <param name="Output">What it brought, as JSON text; null when it failed.</param>
/// <param name="Error">Why it failed, or null.</param>
/// <param name="Again">Whether it failed and is tried again.</param>
public sealed record WorkflowStepFinished(string Step, string? Output = null, string? Error = null, bool Again = false) : RunEvent;
