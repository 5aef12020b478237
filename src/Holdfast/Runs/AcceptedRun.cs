namespace Holdfast.Runs;

/// <summary>A message that was accepted durably.</summary>
/// <param name="Run">The run that it starts; also its trace id.</param>
/// <param name="Session">The session.</param>
/// <param name="Repeated">Whether the same idempotency key was used before and this is that run.</param>
public sealed record AcceptedRun(Guid Run, Guid Session, bool Repeated);
