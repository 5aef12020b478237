namespace Holdfast.Server.Tickets;

/// <summary>Tickets, newest first.</summary>
/// <param name="Tickets">The tickets.</param>
internal sealed record TicketListView(IReadOnlyList<TicketView> Tickets);
