namespace Holdfast.Storage.Identity;

/// <summary>What was erased of a session.</summary>
/// <param name="Events">How many payloads of events.</param>
/// <param name="Runs">How many runs lost their words.</param>
public sealed record ErasedSession(int Events, int Runs);
