namespace Holdfast.Server.Approvals;

/// <summary>What people allowed for the rest of a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Grants">The grants, oldest first.</param>
internal sealed record GrantListView(string Session, IReadOnlyList<GrantView> Grants);
