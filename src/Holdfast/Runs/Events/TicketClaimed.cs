namespace Holdfast.Runs.Events;

/// <summary>A person takes the session over.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="By">Who.</param>
public sealed record TicketClaimed(Guid Ticket, string By) : TicketEvent(Ticket);
