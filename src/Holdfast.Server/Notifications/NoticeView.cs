using Holdfast.Server.Approvals;
using Holdfast.Server.Tickets;

namespace Holdfast.Server.Notifications;

/// <summary>A notice as it is sent.</summary>
/// <param name="Id">The same for every delivery of this notice: whoever got it before may ignore it.</param>
/// <param name="Kind"><c>approval.requested</c>, <c>approval.reminded</c>, <c>ticket.opened</c>, <c>ticket.overdue</c> or <c>autonomy.withdrawn</c>.</param>
/// <param name="At">When it happened.</param>
/// <param name="Tenant">The tenant.</param>
/// <param name="Approval">The approval as it stands now, or null.</param>
/// <param name="Ticket">The ticket as it stands now, or null.</param>
/// <param name="Autonomy">The record of approvals as it stands now, or null.</param>
internal sealed record NoticeView(string Id, string Kind, DateTimeOffset At, string Tenant, ApprovalView? Approval, TicketView? Ticket, AutonomyView? Autonomy = null);
