using Holdfast.Runs.Events;

namespace Holdfast.Runs.Commands;

/// <summary>Record a decision of the pattern, such as a plan or the end of a step: a checkpoint without an effect.</summary>
/// <param name="Event">The event.</param>
public sealed record Record(RunEvent Event) : Command;
