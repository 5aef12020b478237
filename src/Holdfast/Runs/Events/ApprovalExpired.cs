namespace Holdfast.Runs.Events;

/// <summary>Nobody decided in time: the call is not carried out.</summary>
/// <param name="Approval">The approval's id.</param>
public sealed record ApprovalExpired(Guid Approval) : RunEvent;
