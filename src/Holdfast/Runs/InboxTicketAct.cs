namespace Holdfast.Runs;

/// <summary>What a person does with a ticket.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Act">One of <see cref="Claim"/>, <see cref="Reply"/>, <see cref="HandBack"/> and <see cref="Close"/>.</param>
/// <param name="By">Who.</param>
/// <param name="Text">The answer, or a note; or null.</param>
internal sealed record InboxTicketAct(Guid Ticket, string Act, string By, string? Text = null)
{
    public const string Claim = "claim";
    public const string Reply = "reply";
    public const string HandBack = "hand_back";
    public const string Close = "close";
}
