namespace Holdfast.Runs.Events;

/// <summary>Another worker took the run over after its owner died or handed it over.</summary>
/// <param name="Worker">The worker that goes on.</param>
/// <param name="Epoch">The epoch of its ownership.</param>
/// <param name="AssumedTokens">The most tokens that lost model calls may have used: counted as spent, since nobody can tell.</param>
/// <param name="AssumedCostNanos">The cost of them, in nano-dollars.</param>
/// <param name="Version">The agent version that really goes on, where it is another than before; else null.</param>
public sealed record RunResumed(
    string Worker, int Epoch, long AssumedTokens = 0, long AssumedCostNanos = 0, string? Version = null) : RunEvent;
