namespace Holdfast.Runs;

/// <summary>Marks the input of a run as written by a calling agent's model and not by the principal.</summary>
/// <param name="Caller">The run that wrote it.</param>
internal sealed record GivenTask(CallingRun Caller);
