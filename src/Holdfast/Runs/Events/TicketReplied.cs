namespace Holdfast.Runs.Events;

/// <summary>The person who took the session over answers the user.</summary>
/// <param name="Ticket">The ticket's id.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What the user is told.</param>
public sealed record TicketReplied(Guid Ticket, string By, string Text) : TicketEvent(Ticket);
