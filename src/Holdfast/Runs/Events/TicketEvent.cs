namespace Holdfast.Runs.Events;

/// <summary>Something that happened to a ticket.</summary>
/// <param name="Ticket">The ticket's id.</param>
public abstract record TicketEvent(Guid Ticket) : RunEvent;
