namespace Holdfast.Storage.Identity;

/// <summary>What was erased of a person.</summary>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Runs">How many runs in them.</param>
/// <param name="Events">How many payloads of events.</param>
public sealed record ErasedPerson(int Sessions, int Runs, int Events);
