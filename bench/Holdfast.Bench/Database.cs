namespace Holdfast.Bench;

/// <summary>An empty database of its own for one contestant, gone when disposed.</summary>
internal abstract class Database(string connectionString) : IAsyncDisposable
{
    public string ConnectionString => connectionString;

    /// <summary>What it takes on disk, without logs that are reused.</summary>
    public abstract Task<long> StoredBytesAsync();

    public abstract ValueTask DisposeAsync();
}
