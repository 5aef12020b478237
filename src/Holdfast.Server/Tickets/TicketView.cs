using Holdfast.Journal;
using Holdfast.Server.Sessions;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Tickets;

/// <summary>A session that needs a person, or needed one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>open</c>, <c>claimed</c> or <c>closed</c>.</param>
/// <param name="Reason">Why: <c>requested</c>, <c>escalated</c>, <c>provider-unavailable</c>, <c>circuit-open</c>, <c>outcome-unknown</c> or <c>approval-expired</c>.</param>
/// <param name="Priority"><c>normal</c> or <c>high</c>.</param>
/// <param name="Summary">What was asked, what was tried, and why a person is needed.</param>
/// <param name="Session">The session.</param>
/// <param name="Run">The run that opened it.</param>
/// <param name="Agent">The agent.</param>
/// <param name="User">The user.</param>
/// <param name="Owner">Who claimed it last, or null.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">When a person should have seen to it.</param>
/// <param name="Overdue">Whether that time is over and it is not closed.</param>
/// <param name="ClaimedAt">When it was claimed for the first time, or null.</param>
/// <param name="ClosedAt">When it was closed, or null.</param>
/// <param name="ClosedBy">Who closed it, or null.</param>
/// <param name="Note">What the last one who handed it back or closed it said, or null.</param>
/// <param name="Transcript">What was said in the session, oldest first; null in a list.</param>
internal sealed record TicketView(
    string Id, string Status, string Reason, string Priority, string Summary, string Session, string Run, string Agent, string User, string? Owner,
    DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Overdue, DateTimeOffset? ClaimedAt, DateTimeOffset? ClosedAt, string? ClosedBy, string? Note,
    IReadOnlyList<SaidView>? Transcript = null)
{
    public static TicketView Of(TicketRow row, DateTimeOffset now) => new(
        WireId.Of(row.Id),
        WireName.Of(row.Status),
        WireName.Of(row.Reason),
        WireName.Of(row.Priority),
        row.Summary,
        WireId.Of(row.Session),
        WireId.Of(row.Run),
        row.Agent,
        row.User,
        row.Owner,
        row.OpenedAt,
        row.DueAt,
        row.Status != TicketStatus.Closed && row.DueAt <= now,
        row.ClaimedAt,
        row.ClosedAt,
        row.ClosedBy,
        row.Note);
}
