namespace Holdfast.Runs.Commands;

/// <summary>What a run does next, as data. The interpreter performs it and records what came back.</summary>
public abstract record Command;
