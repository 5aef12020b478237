namespace Holdfast.Runs.Events;

/// <summary>A called agent's run ended, and what it used counts as used by its caller. Its answer, with its label, is in the call's <see cref="ToolFinished"/>, in the same commit.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Reason">Why the run ended; null when it did not end in time, or was never made: then what was reserved for it counts as used unless it was never made.</param>
/// <param name="Tokens">What it used, the agents that it called included.</param>
/// <param name="CostNanos">What that cost, in nano-dollars.</param>
/// <param name="WaitedMilliseconds">How long it waited for people.</param>
/// <param name="Escalation">Why a person is needed, when it ended as escalated; or null.</param>
/// <param name="Lapsed">What waited in it for an approval in vain, or null.</param>
public sealed record DelegationFinished(
    string Call, TerminationReason? Reason, long Tokens = 0, long CostNanos = 0, double WaitedMilliseconds = 0, string? Escalation = null, string? Lapsed = null) : RunEvent;
