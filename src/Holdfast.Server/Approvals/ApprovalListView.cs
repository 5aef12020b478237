namespace Holdfast.Server.Approvals;

/// <summary>Approvals, newest first.</summary>
/// <param name="Approvals">The approvals.</param>
internal sealed record ApprovalListView(IReadOnlyList<ApprovalView> Approvals);
