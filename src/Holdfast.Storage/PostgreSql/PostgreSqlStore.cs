using System.Data.Common;
using Holdfast.Journal;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Keeps everything in a PostgreSQL database, which any number of processes may share.</summary>
/// <remarks>Safe for concurrent use. Wake-ups reach every process through <c>LISTEN</c> and <c>NOTIFY</c>.</remarks>
public sealed class PostgreSqlStore : DatabaseStore
{
    private readonly StorageOptions options;
    private readonly NpgsqlDataSource source;
    private readonly NpgsqlDataSource writing;
    private readonly PostgreSqlCommits commits;
    private readonly PostgreSqlOwnership ownership;
    private readonly PostgreSqlListener listener;
    private readonly PostgreSqlRunSearch search;
    private readonly PostgreSqlBudgets reservations;

    /// <summary>Names the database; nothing is connected before <see cref="InitializeAsync"/>.</summary>
    /// <param name="connection">
    /// <c>postgres://user:password@host:5432/database</c> or a connection string of Npgsql, such as <c>Host=localhost;Username=holdfast;Database=holdfast</c>.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>.</exception>
    public PostgreSqlStore(string connection, StorageOptions? options = null)
        : this(NpgsqlDataSource.Create(PostgreSqlSettings.Parse(connection)), NpgsqlDataSource.Create(PostgreSqlSettings.ForWriting(PostgreSqlSettings.Parse(connection))), options)
    {
    }

    private PostgreSqlStore(NpgsqlDataSource source, NpgsqlDataSource writing, StorageOptions? options)
        : base(source, PostgreSqlDialect.Instance, writing)
    {
        this.source = source;
        this.writing = writing;
        this.options = options ?? new StorageOptions();
        commits = new PostgreSqlCommits(writing);
        ownership = new PostgreSqlOwnership(writing, Keyed);
        listener = new PostgreSqlListener(source, TimeProvider.System);
        search = new PostgreSqlRunSearch(Database);
        reservations = new PostgreSqlBudgets(Keyed);
    }

    /// <inheritdoc/>
    public override string Engine => "postgresql";

    /// <inheritdoc/>
    public override int CommitLanes => 2;

    /// <inheritdoc/>
    public override Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) => search.SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public override async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            Durability = await PostgreSqlSchema.VerifyAsync(source, options, cancellationToken);
            await PostgreSqlSchema.UpgradeAsync(source, cancellationToken);
        }
        catch (DbException e)
        {
            throw PostgreSqlFault.Create(e);
        }
    }

    /// <inheritdoc/>
    public override Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default) => commits.WriteAsync(batch, cancellationToken);

    /// <inheritdoc/>
    public override Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default) =>
        ownership.ClaimAsync(worker, limit, deadSince, except, now, cancellationToken);

    /// <inheritdoc/>
    public override Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        ownership.HeartbeatAsync(worker, now, cancellationToken);

    /// <inheritdoc/>
    public override Task RetireAsync(string worker, CancellationToken cancellationToken = default) => ownership.RetireAsync(worker, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        ownership.PurgeAsync(before, limit, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default) => listener.ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountNanos);
        return reservations.TryReserveAsync(account, run, amountNanos, ceilingNanos, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spentNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spentNanos, reservedNanos);
        return reservations.SettleAsync(account, run, reservedNanos, spentNanos, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) =>
        reservations.ForfeitAsync(run, cancellationToken);

    /// <inheritdoc/>
    public override Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(thresholdNanos);
        return reservations.TryWarnAsync(account, thresholdNanos, cancellationToken);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await writing.DisposeAsync();
        await source.DisposeAsync();
    }
}
