using System.Text.Json;
using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Approvals;

/// <summary>A call that waits for people, or waited.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>pending</c>, <c>approved</c>, <c>rejected</c>, <c>expired</c>, <c>withdrawn</c> or <c>earned</c> (nobody had to be asked).</param>
/// <param name="Session">The session.</param>
/// <param name="Run">The run that waits.</param>
/// <param name="Parent">The run whose agent called the one that waits, or null; its own parent is in <c>GET /v1/runs/{parent}</c>.</param>
/// <param name="Agent">The agent.</param>
/// <param name="User">Who the agent acts for.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">The exact arguments.</param>
/// <param name="Preview">What the call would change, in the tool's own words; or null.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Digest">What a decision is bound to.</param>
/// <param name="Role">The role that an approver needs, or null.</param>
/// <param name="Required">How many different people have to approve.</param>
/// <param name="ApprovedBy">Who approved these arguments so far.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ExpiresAt">When it is rejected by itself.</param>
/// <param name="DecidedAt">When it was decided, or null.</param>
/// <param name="DecidedBy">Who decided last, or null.</param>
/// <param name="Note">What they said about it, or null.</param>
internal sealed record ApprovalView(
    string Id, string Status, string Session, string Run, string? Parent, string Agent, string User, string Tool, JsonElement Arguments, string? Preview, string Rule,
    string Reason, string Digest, string? Role, int Required, IReadOnlyList<string> ApprovedBy, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt,
    DateTimeOffset? DecidedAt, string? DecidedBy, string? Note)
{
    public static ApprovalView Of(ApprovalRow row) => new(
        WireId.Of(row.Id),
        WireName.Of(row.Status),
        WireId.Of(row.Session),
        WireId.Of(row.Run),
        row.Parent is { } parent ? WireId.Of(parent) : null,
        row.Agent,
        row.User,
        row.Tool,
        JsonElement.Parse(row.Arguments.Length == 0 ? "{}" : row.Arguments),
        row.Preview,
        row.Rule,
        row.Reason,
        row.Digest,
        row.Role,
        row.Required,
        row.ApprovedBy,
        row.RequestedAt,
        row.ExpiresAt,
        row.DecidedAt,
        row.DecidedBy,
        row.Note);
}
