using Holdfast.Journal;
using Microsoft.Data.Sqlite;

namespace Holdfast.Storage.Sqlite;

/// <summary>Keeps everything in one SQLite file, in WAL mode, waiting for the disk at each commit.</summary>
/// <remarks>
/// Safe for concurrent use. Several processes may open the same file; they take turns at writing. Wake-ups reach this process only: other processes find
/// ready sessions by polling.
/// </remarks>
public sealed class SqliteStore : DatabaseStore
{
    private readonly SqliteSettings settings;
    private readonly StorageOptions options;
    private readonly Wakeups wakeups = new();
    private readonly SqliteRunSearch search;
    private SqliteWriter? writer;

    /// <summary>Names the file; nothing is opened before <see cref="InitializeAsync"/>.</summary>
    /// <param name="connection">
    /// A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=holdfast.db</c>; <c>Default Timeout</c> is how many seconds to wait for
    /// another process's lock; <c>Synchronous</c> may be <c>FULL</c> (default) or <c>EXTRA</c>, and less only where the options allow it.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>, <c>store-not-durable</c>, or no usable SQLite is installed.</exception>
    public SqliteStore(string connection, StorageOptions? options = null)
        : this(Read(connection), options ?? new StorageOptions())
    {
    }

    private SqliteStore(SqliteSettings settings, StorageOptions options)
        : base(new SqliteDataSource(settings), SqliteDialect.Instance)
    {
        this.settings = settings;
        this.options = options;
        search = new SqliteRunSearch(Database);
    }

    /// <inheritdoc/>
    public override string Engine => "sqlite";

    /// <inheritdoc/>
    public override int CommitLanes => 1;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) => search.SearchAsync(query, cancellationToken);

    private SqliteWriter Writer => writer ?? throw new InvalidOperationException("Call InitializeAsync before anything else.");

    /// <inheritdoc/>
    public override Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (writer is not null)
        {
            return Task.CompletedTask;
        }

        var connection = new SqliteWriteConnection(settings);
        try
        {
            Durability = SqliteSchema.Verify(connection, options);
            SqliteSchema.Upgrade(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        writer = new SqliteWriter(connection);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default)
    {
        foreach (var session in await Writer.DoAsync(connection => SqliteCommits.Write(connection, batch), cancellationToken))
        {
            wakeups.Publish(session);
        }
    }

    /// <inheritdoc/>
    public override async Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default)
    {
        var claimed = await Writer.DoAsync(connection => SqliteOwnership.Claim(connection, worker, limit, deadSince, except ?? [], now), cancellationToken);
        var rows = new List<SessionRow>(claimed.Count);
        foreach (var session in claimed)
        {
            // The claim is made: it must be returned even when nobody waits any more.
            rows.Add((await FindSessionAsync(session, CancellationToken.None))!);
        }

        return rows;
    }

    /// <inheritdoc/>
    public override Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(
            connection =>
            {
                SqliteOwnership.Heartbeat(connection, worker, now);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public override async Task RetireAsync(string worker, CancellationToken cancellationToken = default)
    {
        if (await Writer.DoAsync(connection => SqliteOwnership.Retire(connection, worker), cancellationToken))
        {
            wakeups.Publish(Guid.Empty);
        }
    }

    /// <inheritdoc/>
    public override Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(connection => SqliteOwnership.Purge(connection, before, limit), cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default) => wakeups.ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountNanos);
        return Writer.DoAsync(connection => SqliteBudgets.TryReserve(connection, account, run, amountNanos, ceilingNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spentNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spentNanos, reservedNanos);
        return Writer.DoAsync(connection => SqliteBudgets.Settle(connection, account, run, reservedNanos, spentNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(connection => SqliteBudgets.Forfeit(connection, run), cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(thresholdNanos);
        return Writer.DoAsync(connection => SqliteBudgets.TryWarn(connection, account, thresholdNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // A container that knows the store under several contracts disposes of it once for each.
        Interlocked.Exchange(ref writer, null)?.Dispose();
        await AgentData.DisposeAsync();
        using var connection = new SqliteConnection(settings.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    private static SqliteSettings Read(string connection)
    {
        SqliteLibrary.EnsureLoaded();
        return SqliteSettings.Parse(connection);
    }
}
