namespace Holdfast.Server.Traces;

/// <summary>One page of a search.</summary>
/// <param name="Traces">The runs found, newest first.</param>
/// <param name="Next">Give it as <c>cursor</c> for the next page; null when this is the last.</param>
internal sealed record TraceListView(IReadOnlyList<TraceView> Traces, string? Next);
