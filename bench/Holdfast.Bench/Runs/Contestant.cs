namespace Holdfast.Bench.Runs;

/// <summary>Something that performs whole runs: an engine of Holdfast or a floor.</summary>
internal abstract class Contestant(string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Performs one run; throws unless it succeeded.</summary>
    public abstract Task RunAsync();

    /// <summary>What is stored by now, in bytes; 0 when nothing is.</summary>
    public virtual Task<long> StoredBytesAsync() => Task.FromResult(0L);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
