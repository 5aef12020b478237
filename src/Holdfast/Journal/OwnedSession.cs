namespace Holdfast.Journal;

/// <summary>A session that a worker owns now.</summary>
/// <param name="Session">The session.</param>
/// <param name="InboxWaits">Whether its inbox holds something.</param>
public readonly record struct OwnedSession(Guid Session, bool InboxWaits);
