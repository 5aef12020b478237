namespace Holdfast.Runs.Events;

/// <summary>The ticket is done; the agent answers again.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="By">Who closed it.</param>
/// <param name="Note">What they say about it, for colleagues; or null.</param>
public sealed record TicketClosed(Guid Ticket, string By, string? Note = null) : TicketEvent(Ticket);
