namespace Holdfast.Cli.Trace;

/// <summary>A run and its journal, with the runs of the agents that it called.</summary>
internal sealed record RunTrace(RunSummary Run, IReadOnlyList<TraceEvent> Events, IReadOnlyList<RunTrace> Children);
