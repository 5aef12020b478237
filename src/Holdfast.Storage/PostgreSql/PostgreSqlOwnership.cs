using System.Data.Common;
using Holdfast.Journal;
using Holdfast.Storage.Journal;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Workers: heartbeats, claims, retirement, and what they clear away.</summary>
internal sealed class PostgreSqlOwnership(NpgsqlDataSource source, Database database)
{
    private const string Beat = "INSERT INTO workers (name, beat_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at";

    // Owners are found one step each through their index; rows that another process has locked are left to it.
    private const string Claim = """
        WITH RECURSIVE owners (owner) AS (
            SELECT min(owner) FROM sessions WHERE owner IS NOT NULL
            UNION ALL
            SELECT (SELECT min(s.owner) FROM sessions s WHERE s.owner > o.owner) FROM owners o WHERE o.owner IS NOT NULL),
        dead AS MATERIALIZED (
            SELECT o.owner FROM owners o
            WHERE o.owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.name = o.owner AND w.beat_at >= $3)),
        ready AS MATERIALIZED (
            SELECT no, ready_at FROM sessions WHERE status = 1 AND id <> ALL ($4) ORDER BY ready_at, no LIMIT $2 FOR UPDATE SKIP LOCKED),
        due AS MATERIALIZED (
            SELECT no, ready_at FROM sessions WHERE status = 4 AND wake_at <= $5 AND id <> ALL ($4) ORDER BY wake_at LIMIT $2 FOR UPDATE SKIP LOCKED),
        orphans AS MATERIALIZED (
            SELECT no, ready_at FROM sessions WHERE status = 2 AND owner = ANY (ARRAY (SELECT owner FROM dead)) AND id <> ALL ($4)
            ORDER BY ready_at, no LIMIT $2 FOR UPDATE SKIP LOCKED),
        picked AS MATERIALIZED (
            SELECT no FROM (SELECT * FROM ready UNION ALL SELECT * FROM due UNION ALL SELECT * FROM orphans) c ORDER BY ready_at, no LIMIT $2)
        UPDATE sessions s SET status = 2, owner = $1, epoch = epoch + 1 FROM picked p WHERE s.no = p.no
        RETURNING s.id
        """;

    private const string Release = """
        WITH mine AS MATERIALIZED (SELECT no FROM sessions WHERE owner = $1 AND status = 2 ORDER BY id FOR UPDATE)
        UPDATE sessions s SET status = 1, owner = NULL FROM mine m WHERE s.no = m.no
        """;

    private const string ByIds = SessionReads.Columns + "WHERE s.id = ANY ($1) ORDER BY s.ready_at, s.no";

    public Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken) =>
        ExecuteAsync(Beat, [worker, HashChain.ToMicroseconds(now)], cancellationToken);

    public async Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except, DateTimeOffset? now, CancellationToken cancellationToken)
    {
        var ids = await database.QueryAsync(
            Claim, [worker, limit, HashChain.ToMicroseconds(deadSince), except?.ToArray() ?? [], now is { } due ? HashChain.ToMicroseconds(due) : 0L], static (reader, dialect) => dialect.ReadGuid(reader, 0), cancellationToken);

        // The claim is made: it must be returned even when nobody waits any more.
        return ids.Count == 0 ? [] : await database.QueryAsync(ByIds, [ids.ToArray()], SessionReads.Read, CancellationToken.None);
    }

    public async Task RetireAsync(string worker, CancellationToken cancellationToken)
    {
        await ExecuteAsync("DELETE FROM workers WHERE name = $1", [worker], cancellationToken);
        if (await ExecuteAsync(Release, [worker], cancellationToken) > 0)
        {
            await ExecuteAsync($"SELECT pg_notify('{Notifications.Channel}', '')", [], cancellationToken);
        }
    }

    public async Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var sql in Purges.All)
        {
            removed += await ExecuteAsync(sql, [HashChain.ToMicroseconds(before), limit - removed], cancellationToken);
        }

        return removed;
    }

    private async Task<int> ExecuteAsync(string sql, IReadOnlyList<object?> arguments, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = source.CreateCommand();
            database.Fill(command, sql, arguments);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (DbException e)
        {
            throw PostgreSqlFault.Create(e);
        }
    }
}
