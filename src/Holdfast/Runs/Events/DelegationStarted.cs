namespace Holdfast.Runs.Events;

/// <summary>A call of another agent begins. Durable before the run that it makes, whose ids follow from it.</summary>
/// <param name="Call">The call's id.</param>
/// <param name="Agent">The agent that is called.</param>
/// <param name="Version">Its version.</param>
/// <param name="Session">The session that is opened for it.</param>
/// <param name="Run">The run in it.</param>
/// <param name="Seconds">How long that run may take, waiting for people not counted.</param>
/// <param name="Tokens">The tokens that are reserved for it out of what is left to the caller; null where the caller has no ceiling.</param>
/// <param name="CostNanos">The money that is reserved for it, in nano-dollars; null where the caller has no ceiling.</param>
public sealed record DelegationStarted(
    string Call, string Agent, string Version, Guid Session, Guid Run, double Seconds, long? Tokens = null, long? CostNanos = null) : RunEvent;
