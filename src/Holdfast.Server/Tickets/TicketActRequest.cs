namespace Holdfast.Server.Tickets;

/// <summary>Claims a ticket, hands it back or closes it.</summary>
/// <param name="Note">What is said about it, for colleagues; or null. Not with a claim.</param>
/// <param name="By">Who does it, where the server has no API keys; with keys it is the key.</param>
internal sealed record TicketActRequest(string? Note = null, string? By = null);
