using System.Data.Common;
using Holdfast.Journal;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Writes batches: in one round trip where this process wrote their sessions last, else in two: one that locks and reads, one that writes and commits.</summary>
internal sealed class PostgreSqlCommits(NpgsqlDataSource source)
{
    /// <summary>How often a single commit is tried again after it lost to another process.</summary>
    private const int Attempts = 5;

    private readonly KnownSessions known = new();
    private readonly Names names = new(source);
    private readonly Numbers sessionNumbers = new(source, "session_numbers");
    private readonly Numbers runNumbers = new(source, "run_numbers");

    public async Task WriteAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        try
        {
            if (await TryAtOnceAsync(batch, cancellationToken) || await TryAsync(batch, batch.Count == 1 ? Attempts : 1, cancellationToken))
            {
                return;
            }

            // Somebody opened the same session or used the same key meanwhile: one by one, so that only the loser sees it.
            foreach (var commit in batch)
            {
                await TryAsync([commit], Attempts, CancellationToken.None);
            }
        }
        catch (DbException e)
        {
            throw PostgreSqlFault.Create(e);
        }
    }

    /// <summary>Writes a batch of which all is known, in one round trip; false when it was not written.</summary>
    private async Task<bool> TryAtOnceAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        var snapshot = new Snapshot();
        if (Guard.TryMake(batch, known, snapshot) is not { } guard)
        {
            return false;
        }

        var (newSessions, newRuns) = await PrepareAsync(batch, cancellationToken);
        var plan = new CommitPlan(snapshot, names, newSessions, newRuns);
        plan.Add(batch);
        if (batch.Any(static commit => commit.Outcome != CommitOutcome.Committed))
        {
            return false;
        }

        // Commands that are sent together are one transaction.
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var write = new NpgsqlBatch(connection);
        foreach (var command in guard.ToCommands().Concat(plan.ToCommands()))
        {
            write.BatchCommands.Add(command);
        }

        known.Forget(batch);
        try
        {
            await write.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (PostgresException e) when (PostgreSqlFault.IsConflict(e) || e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            return false;
        }

        known.Keep(snapshot);
        return true;
    }

    /// <summary>Names and row numbers that a batch needs; they come from other connections, so before any lock is held.</summary>
    private async Task<(Queue<long> Sessions, Queue<long> Runs)> PrepareAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        await names.LearnAsync(batch, cancellationToken);
        return (
            await sessionNumbers.TakeAsync(batch.Count(static commit => commit.Open is not null), cancellationToken),
            await runNumbers.TakeAsync(batch.Count(static commit => commit.Run is not null), cancellationToken));
    }

    private async Task<bool> TryAsync(IReadOnlyList<Commit> batch, int attempts, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(batch, cancellationToken);
                return true;
            }
            catch (PostgresException e) when (PostgreSqlFault.IsConflict(e) && (attempt < attempts || batch.Count > 1))
            {
                if (attempt >= attempts)
                {
                    return false;
                }
            }
        }
    }

    private async Task WriteOnceAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        var (newSessions, newRuns) = await PrepareAsync(batch, cancellationToken);
        known.Forget(batch);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var snapshot = await Snapshot.ReadAsync(connection, batch, names, cancellationToken);
            var plan = new CommitPlan(snapshot, names, newSessions, newRuns);
            plan.Add(batch);
            await using var write = new NpgsqlBatch(connection);
            foreach (var command in plan.ToCommands())
            {
                write.BatchCommands.Add(command);
            }

            write.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            await write.ExecuteNonQueryAsync(CancellationToken.None);
            known.Keep(snapshot);
        }
        catch
        {
            await RollbackAsync(connection);
            throw;
        }
    }

    private static async Task RollbackAsync(NpgsqlConnection connection)
    {
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", connection);
            await rollback.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException)
        {
            // The connection is gone, and with it the transaction; the first exception says why.
        }
    }
}
