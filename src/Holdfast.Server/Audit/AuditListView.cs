namespace Holdfast.Server.Audit;

/// <summary>One page of the audit log.</summary>
/// <param name="Acts">The lines, newest first.</param>
/// <param name="Next">Give it as <c>before</c> for the next page; null when this is the last.</param>
internal sealed record AuditListView(IReadOnlyList<AuditView> Acts, long? Next);
