using System.Text.Json.Serialization;
using Holdfast.Journal;

namespace Holdfast.Runs.Events;

/// <summary>The session needs a person.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="Summary">What was asked, what was tried, and why a person is needed.</param>
/// <param name="DueAt">When a person should have seen to it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Priority">How soon it is to be looked at.</param>
public sealed record TicketOpened(
    Guid Ticket, string Summary, DateTimeOffset DueAt, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] TicketReason Reason = TicketReason.Requested, TicketPriority Priority = TicketPriority.Normal) : TicketEvent(Ticket);
