namespace Holdfast.Server.Approvals;

/// <summary>Records of approvals, the one with the newest call first.</summary>
/// <param name="Autonomy">The records.</param>
internal sealed record AutonomyListView(IReadOnlyList<AutonomyView> Autonomy);
