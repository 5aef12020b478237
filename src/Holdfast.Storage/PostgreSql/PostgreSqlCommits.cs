using System.Data.Common;
using Holdfast.Journal;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Writes batches: two round trips each, one that locks and reads, one that writes and commits.</summary>
internal sealed class PostgreSqlCommits(NpgsqlDataSource source)
{
    /// <summary>How often a single commit is tried again after it lost to another process.</summary>
    private const int Attempts = 5;

    private readonly Names names = new(source);
    private readonly Numbers sessionNumbers = new(source, "session_numbers");
    private readonly Numbers runNumbers = new(source, "run_numbers");

    public async Task WriteAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken)
    {
        try
        {
            if (await TryAsync(batch, batch.Count == 1 ? Attempts : 1, cancellationToken))
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
        await names.LearnAsync(batch, cancellationToken);
        var newSessions = await sessionNumbers.TakeAsync(batch.Count(static commit => commit.Open is not null), cancellationToken);
        var newRuns = await runNumbers.TakeAsync(batch.Count(static commit => commit.Run is not null), cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var plan = new CommitPlan(await Snapshot.ReadAsync(connection, batch, names, cancellationToken), names, newSessions, newRuns);
            for (var i = 0; i < batch.Count; i++)
            {
                plan.Add(batch[i]);
            }

            await using var write = new NpgsqlBatch(connection);
            foreach (var command in plan.ToCommands())
            {
                write.BatchCommands.Add(command);
            }

            write.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
            await write.ExecuteNonQueryAsync(CancellationToken.None);
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
