namespace Holdfast.Server.Tickets;

/// <summary>Answers the user of a session that was taken over.</summary>
/// <param name="Text">What the user is told.</param>
/// <param name="By">Who answers, where the server has no API keys; with keys it is the key.</param>
internal sealed record TicketReplyRequest(string Text, string? By = null);
