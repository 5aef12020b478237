using System.Text.Json.Serialization;

namespace Holdfast.Runs.Events;

/// <summary>A run ended.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Answer">What the user is told; null only when the run was cancelled before it could say anything.</param>
/// <param name="Partial">True when a limit ended the run and the answer tells what was done and what is left.</param>
/// <param name="Error">What went wrong, for the trace, without secrets; or null.</param>
/// <param name="Spoken">True when the answer is the last model reply, which is already in the conversation.</param>
public sealed record RunFinished(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TerminationReason Reason, string? Answer, bool Partial = false, string? Error = null, bool Spoken = false) : RunEvent;
