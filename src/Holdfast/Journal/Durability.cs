namespace Holdfast.Journal;

/// <summary>What a commit really survives. Each run records it.</summary>
public enum Durability
{
    /// <summary>Nothing: kept in memory, for tests and benchmarks.</summary>
    None,

    /// <summary>The end of the process, but perhaps not a loss of power.</summary>
    Process,

    /// <summary>A loss of power: the engine waits for the disk at each commit.</summary>
    Power,
}
