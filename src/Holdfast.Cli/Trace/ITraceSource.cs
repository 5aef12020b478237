namespace Holdfast.Cli.Trace;

/// <summary>Where traces come from: a server, or a store opened directly.</summary>
internal interface ITraceSource : IAsyncDisposable
{
    /// <exception cref="HoldfastException"><c>unknown-run</c>.</exception>
    Task<RunTrace> ReadAsync(string run, CancellationToken cancellationToken);

    /// <summary>Finds runs, newest first.</summary>
    Task<IReadOnlyList<RunSummary>> SearchAsync(TraceQuery query, CancellationToken cancellationToken);
}
