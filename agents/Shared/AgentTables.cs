using System.Data;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Tools;

namespace Holdfast.Agents.Shared;

/// <summary>An agent's own tables: reads, transactions that are tried again when they lose a race, and effects that happen once per key.</summary>
/// <remarks>Safe for concurrent use, in any number of processes. The data source stays the caller's to dispose.</remarks>
internal sealed class AgentTables : IDisposable
{
    private const int Attempts = 5;

    private readonly DbDataSource dataSource;
    private readonly bool isPostgreSql;
    private readonly string prefix;

    // SQLite would make a second writer of this process poll for the lock.
    private readonly SemaphoreSlim? writers;

    /// <summary>Opens the tables.</summary>
    /// <param name="dataSource">Opens connections to the database.</param>
    /// <param name="engine"><c>sqlite</c> or <c>postgresql</c>.</param>
    /// <param name="prefix">What the tables' names begin with.</param>
    /// <exception cref="ArgumentException">The engine is neither of them.</exception>
    public AgentTables(DbDataSource dataSource, string engine, string prefix)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        this.dataSource = dataSource;
        this.prefix = prefix;
        isPostgreSql = engine switch
        {
            "postgresql" => true,
            "sqlite" => false,
            _ => throw new ArgumentException($"'{engine}' is no engine; it is sqlite or postgresql, as IHoldfastStorage.Engine says.", nameof(engine)),
        };
        writers = isPostgreSql ? null : new SemaphoreSlim(1);
    }

    /// <summary>Creates the tables that are missing. May be called at every start, by several processes at once.</summary>
    /// <param name="statements">Statements that do nothing where the table is there.</param>
    /// <param name="lockKey">What processes that do so at once wait for each other by.</param>
    /// <param name="cancellationToken">Stops the work; nothing is changed then.</param>
    public Task EnsureCreatedAsync(string statements, long lockKey, CancellationToken cancellationToken) => WriteAsync(
        async connection =>
        {
            if (isPostgreSql)
            {
                // CREATE … IF NOT EXISTS is no guard against another process that creates the same table right now.
                await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({lockKey})", cancellationToken);
            }

            return await connection.ExecuteAsync(statements, cancellationToken);
        },
        cancellationToken);

    public async Task<T> ReadAsync<T>(Func<TableConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        return await work(new TableConnection(connection, null, isPostgreSql, prefix));
    }

    /// <summary>Performs work in one transaction, again when it lost a race for rows; an exception undoes it.</summary>
    public async Task<T> WriteAsync<T>(Func<TableConnection, Task<T>> work, CancellationToken cancellationToken)
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
                    var result = await work(new TableConnection(connection, transaction, isPostgreSql, prefix));
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
    public async Task<T> OnceAsync<T>(
        WriteRequest request, JsonTypeInfo<T> type, DateTimeOffset now, Func<TableConnection, Task<T>> effect, CancellationToken cancellationToken)
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

    public void Dispose() => writers?.Dispose();

    // SQLSTATE of PostgreSQL: unique violation, serialization failure, deadlock.
    private static bool IsLostRace(DbException exception) => exception.SqlState is "23505" or "40001" or "40P01";
}
