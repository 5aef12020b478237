namespace Holdfast.Runs.Events;

/// <summary>The agent answers again; the ticket stays open.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="By">Who handed the session back.</param>
/// <param name="Note">What they say about it, for colleagues; or null.</param>
public sealed record TicketHandedBack(Guid Ticket, string By, string? Note = null) : TicketEvent(Ticket);
