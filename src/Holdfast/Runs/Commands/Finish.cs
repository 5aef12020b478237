namespace Holdfast.Runs.Commands;

/// <summary>End the run.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Answer">What the user is told.</param>
/// <param name="Partial">Whether a limit ended it.</param>
/// <param name="Error">What went wrong, for the trace; or null.</param>
/// <param name="Spoken">Whether the answer is the last reply, already in the conversation.</param>
public sealed record Finish(TerminationReason Reason, string? Answer, bool Partial = false, string? Error = null, bool Spoken = false) : Command;
