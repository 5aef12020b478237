using System.Text.Json.Serialization;
using Holdfast.Journal;

namespace Holdfast.Runs.Events;

/// <summary>The session needs a person for another reason, while its ticket is still open.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="Summary">What was asked this time, what was tried, and why a person is needed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Priority">How soon it is to be looked at.</param>
public sealed record TicketRepeated(
    Guid Ticket, string Summary, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TicketReason Reason = TicketReason.Requested, TicketPriority Priority = TicketPriority.Normal) : TicketEvent(Ticket);
