namespace Holdfast.Runs.Events;

/// <summary>Nobody has decided yet, and people are reminded.</summary>
/// <param name="Approval">The approval's id.</param>
public sealed record ApprovalReminded(Guid Approval) : RunEvent;
