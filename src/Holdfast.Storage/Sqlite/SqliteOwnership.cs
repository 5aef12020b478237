using Holdfast.Journal;
using Holdfast.Storage.Journal;

namespace Holdfast.Storage.Sqlite;

/// <summary>Workers: heartbeats, claims, retirement, and what they clear away.</summary>
internal static class SqliteOwnership
{
    // One step per owner through the index on owners, not one per session.
    private const string DeadOwners = """
        WITH RECURSIVE owners (owner) AS (
            SELECT min(owner) FROM sessions WHERE owner IS NOT NULL
            UNION ALL
            SELECT (SELECT min(s.owner) FROM sessions s WHERE s.owner > o.owner) FROM owners o WHERE o.owner IS NOT NULL)
        SELECT owner FROM owners o
        WHERE o.owner IS NOT NULL AND NOT EXISTS (SELECT 1 FROM workers w WHERE w.name = o.owner AND w.beat_at >= $1)
        """;

    public static void Heartbeat(SqliteWriteConnection connection, string worker, DateTimeOffset now) =>
        connection.Statement("INSERT INTO workers (name, beat_at) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET beat_at = excluded.beat_at")
            .Bind(1, worker).Bind(2, HashChain.ToMicroseconds(now))
            .Run();

    /// <summary>Removes a worker; returns whether it owned anything.</summary>
    public static bool Retire(SqliteWriteConnection connection, string worker)
    {
        connection.Statement("DELETE FROM workers WHERE name = $1").Bind(1, worker).Run();
        connection.Statement("UPDATE sessions SET status = 1, owner = NULL WHERE owner = $1 AND status = 2").Bind(1, worker).Run();
        connection.Sessions.Clear();
        return connection.Changes() > 0;
    }

    /// <summary>Removes what is old and of no use any more; returns how many rows that were.</summary>
    public static int Purge(SqliteWriteConnection connection, DateTimeOffset before, int limit)
    {
        var removed = 0;
        foreach (var sql in Purges.All)
        {
            connection.Statement(sql).Bind(1, HashChain.ToMicroseconds(before)).Bind(2, limit - removed).Run();
            removed += connection.Changes();
        }

        return removed;
    }

    /// <summary>Claims sessions and returns their ids.</summary>
    public static List<Guid> Claim(SqliteWriteConnection connection, string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid> except, DateTimeOffset? now)
    {
        var found = new List<(long ReadyAt, long Number, Guid Id)>();
        Collect(found, connection.Statement("SELECT ready_at, no, id FROM sessions WHERE status = 1 ORDER BY ready_at, no LIMIT $1").Bind(1, limit + except.Count));
        if (now is { } due)
        {
            Collect(found, connection.Statement("SELECT ready_at, no, id FROM sessions WHERE status = 4 AND wake_at <= $1 ORDER BY wake_at LIMIT $2")
                .Bind(1, HashChain.ToMicroseconds(due)).Bind(2, limit + except.Count));
        }

        foreach (var owner in ReadDeadOwners(connection, deadSince))
        {
            Collect(found, connection.Statement("SELECT ready_at, no, id FROM sessions WHERE owner = $1 AND status = 2").Bind(1, owner));
        }

        found.Sort(static (a, b) => (a.ReadyAt, a.Number).CompareTo((b.ReadyAt, b.Number)));
        var claimed = found.Where(one => !except.Contains(one.Id)).Take(limit).ToList();
        foreach (var (_, number, id) in claimed)
        {
            connection.Sessions.Remove(id);
            connection.Statement("UPDATE sessions SET status = 2, owner = $1, epoch = epoch + 1 WHERE no = $2").Bind(1, worker).Bind(2, number).Run();
        }

        return claimed.ConvertAll(static one => one.Id);
    }

    private static void Collect(List<(long ReadyAt, long Number, Guid Id)> found, SqliteStatement select)
    {
        while (select.Step())
        {
            found.Add((select.Long(0), select.Long(1), select.Id(2)));
        }
    }

    private static List<string> ReadDeadOwners(SqliteWriteConnection connection, DateTimeOffset deadSince)
    {
        var select = connection.Statement(DeadOwners).Bind(1, HashChain.ToMicroseconds(deadSince));
        var owners = new List<string>();
        while (select.Step())
        {
            owners.Add(select.Text(0));
        }

        return owners;
    }
}
