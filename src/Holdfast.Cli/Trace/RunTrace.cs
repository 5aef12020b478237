namespace Holdfast.Cli.Trace;

/// <summary>A run and its journal.</summary>
internal sealed record RunTrace(RunSummary Run, IReadOnlyList<TraceEvent> Events);
