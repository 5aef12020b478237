using System.Data;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling;

/// <summary>Keeps calendars, appointments and confirmations in tables named <c>scheduling_…</c>.</summary>
/// <remarks>Safe for concurrent use, in any number of processes. The data source stays the caller's to dispose.</remarks>
public sealed class SchedulingStore : IDisposable
{
    private const int Attempts = 5;

    private readonly DbDataSource dataSource;
    private readonly SchedulingEngine engine;

    // SQLite would make a second writer of this process poll for the lock.
    private readonly SemaphoreSlim? writers;

    /// <summary>Creates a store.</summary>
    /// <param name="dataSource">Opens connections to the database.</param>
    /// <param name="engine">Which engine that is.</param>
    /// <param name="ids">Makes the numbers of appointments, or null for <see cref="IdSource.System"/>.</param>
    public SchedulingStore(DbDataSource dataSource, SchedulingEngine engine, IdSource? ids = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        this.dataSource = dataSource;
        this.engine = engine;
        Ids = ids ?? IdSource.System;
        writers = engine == SchedulingEngine.Sqlite ? new SemaphoreSlim(1) : null;
    }

    internal IdSource Ids { get; }

    /// <summary>Creates the tables that are missing. May be called at every start, by several processes at once.</summary>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    public Task EnsureCreatedAsync(CancellationToken cancellationToken = default) => WriteAsync(
        async connection =>
        {
            if (engine == SchedulingEngine.PostgreSql)
            {
                // CREATE … IF NOT EXISTS is no guard against another process that creates the same table right now.
                await connection.ExecuteAsync("SELECT pg_advisory_xact_lock(7236017220130771)", cancellationToken);
            }

            return await connection.ExecuteAsync(SchedulingSchema.Statements, cancellationToken);
        },
        cancellationToken);

    /// <summary>Returns what can be booked.</summary>
    /// <param name="cancellationToken">Stops the work.</param>
    public Task<Catalogue> ReadCatalogueAsync(CancellationToken cancellationToken = default) =>
        ReadAsync(connection => connection.ReadCatalogueAsync(cancellationToken), cancellationToken);

    /// <summary>Adds services, staff and absences, and updates the services and staff that are there already.</summary>
    /// <param name="catalogue">What to save. Appointments that are booked stay as they are.</param>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    /// <exception cref="ArgumentException">A duration, zone, service id or working span is not valid; the message says which.</exception>
    public Task SaveCatalogueAsync(Catalogue catalogue, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        CatalogueCheck.Demand(catalogue);
        return WriteAsync(
            async connection =>
            {
                await connection.SaveCatalogueAsync(catalogue, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public void Dispose() => writers?.Dispose();

    internal async Task<T> ReadAsync<T>(Func<SchedulingConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await work(new SchedulingConnection(connection, null, engine));
    }

    /// <summary>Performs work in one transaction, again when it lost a race for rows; an exception undoes it.</summary>
    internal async Task<T> WriteAsync<T>(Func<SchedulingConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await (writers?.WaitAsync(cancellationToken) ?? Task.CompletedTask);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
                    await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
                    var result = await work(new SchedulingConnection(connection, transaction, engine));
                    await transaction.CommitAsync(cancellationToken);
                    return result;
                }
                catch (DbException e) when (attempt < Attempts && IsLostRace(e))
                {
                    // The next attempt sees what the winner wrote.
                }
            }
        }
        finally
        {
            writers?.Release();
        }
    }

    /// <summary>Performs an effect at most once per key: a repetition gets the first result, whoever asks and whenever.</summary>
    internal async Task<T> OnceAsync<T>(
        WriteRequest request, JsonTypeInfo<T> type, DateTimeOffset now, Func<SchedulingConnection, Task<T>> effect, CancellationToken cancellationToken)
    {
        var stored = await ReadAsync(connection => connection.FindResultAsync(request.Key, cancellationToken), cancellationToken);
        return stored is { Result: { } } ? Replay(stored) : await WriteAsync(
            async connection =>
            {
                // A concurrent call with the same key waits here for the end of the first one.
                if (!await connection.TryAddRequestAsync(request, now, cancellationToken))
                {
                    return Replay(await connection.FindResultAsync(request.Key, cancellationToken));
                }

                var result = await effect(connection);
                await connection.SaveResultAsync(request.Key, JsonSerializer.Serialize(result, type), cancellationToken);
                return result;
            },
            cancellationToken);

        T Replay(StoredResult? found) => found?.Digest == request.Digest && found.Result is { } json
            ? JsonSerializer.Deserialize(json, type)!
            : throw new ToolException("This call's idempotency key was used for another request before. Nothing was changed; make a new call.");
    }

    // SQLSTATE of PostgreSQL: unique violation, serialization failure, deadlock.
    private static bool IsLostRace(DbException exception) => exception.SqlState is "23505" or "40001" or "40P01";
}
