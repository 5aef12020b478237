namespace Holdfast.Server.Persons;

/// <summary>What was erased of a person.</summary>
/// <param name="Sessions">How many sessions.</param>
/// <param name="Runs">How many runs in them.</param>
/// <param name="Events">How many payloads of events.</param>
/// <param name="Records">How many records of agents' and applications' own tables.</param>
internal sealed record ErasureView(int Sessions, int Runs, int Events, int Records);
