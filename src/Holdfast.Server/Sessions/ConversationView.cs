namespace Holdfast.Server.Sessions;

/// <summary>What was said in a session.</summary>
/// <param name="Session">The session.</param>
/// <param name="Messages">What was said, oldest first.</param>
internal sealed record ConversationView(string Session, IReadOnlyList<SaidView> Messages);
