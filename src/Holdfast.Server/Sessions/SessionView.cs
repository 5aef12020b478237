using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Sessions;

/// <summary>A session.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Version">The agent version it is pinned to.</param>
/// <param name="User">Who the agent acts for.</param>
/// <param name="Status"><c>idle</c>, <c>ready</c>, <c>running</c>, <c>closed</c> or <c>expired</c>.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="ExpiresAt">When it expires unless something happens in it.</param>
/// <param name="Runs">How many runs it has had.</param>
/// <param name="Tokens">Tokens of its finished runs.</param>
/// <param name="Cost">Cost of its finished runs, in USD.</param>
/// <param name="Metadata">The caller's own data, or null.</param>
/// <param name="Parent">The session whose agent called this one's, or null.</param>
internal sealed record SessionView(
    string Id, string Agent, string Version, string User, string Status, DateTimeOffset OpenedAt, DateTimeOffset ExpiresAt, int Runs, long Tokens, decimal Cost,
    JsonElement? Metadata, string? Parent)
{
    public static SessionView Of(SessionRow row, DateTimeOffset now) => new(
        WireId.Of(row.Id),
        row.Agent,
        row.Version,
        row.User,
        row.Status is SessionStatus.Idle && row.ExpiresAt <= now ? "expired" : WireName.Of(row.Status),
        row.OpenedAt,
        row.ExpiresAt,
        row.Runs,
        row.Tokens,
        row.CostNanos / 1_000_000_000m,
        row.Metadata is null ? null : JsonElement.Parse(row.Metadata),
        row.Parent is { } parent ? WireId.Of(parent) : null);
}
