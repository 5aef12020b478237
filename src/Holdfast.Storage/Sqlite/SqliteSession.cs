using Holdfast.Journal;

namespace Holdfast.Storage.Sqlite;

/// <summary>What a commit needs to know of its session, and the writes to its row.</summary>
internal readonly record struct SqliteSession(long Number, SessionStatus Status, int Epoch, long ReadyAt, long Head)
{
    private const string Insertion = """
        INSERT INTO sessions (id, tenant, user_id, agent, version, opened_at, expires_at, status, owner, epoch, runs, fold_from, tokens, cost_nanos,
            metadata, ready_at, parent)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
        """;

    private const string Ownership = "UPDATE sessions SET status = $1, owner = $2, epoch = $3, ready_at = $4 WHERE no = $5";

    private const string Figures = """
        UPDATE sessions SET runs = max(runs, $1), fold_from = coalesce($2, fold_from), expires_at = coalesce($3, expires_at),
            tokens = tokens + $4, cost_nanos = cost_nanos + $5
        WHERE no = $6
        """;

    private const string Finding = """
        SELECT no, status, epoch, ready_at, (SELECT max(seq) FROM events WHERE session = no) FROM sessions WHERE id = $1
        """;

    public static SqliteSession? Find(SqliteWriteConnection connection, Guid session)
    {
        if (connection.Sessions.TryGet(session, out var known))
        {
            return known;
        }

        var find = connection.Statement(Finding).Bind(1, session);
        if (!find.Step())
        {
            return null;
        }

        var found = new SqliteSession(find.Long(0), (SessionStatus)find.Long(1), (int)find.Long(2), find.Long(3), find.Long(4));
        find.Reset();
        return found;
    }

    /// <summary>Opens a session; what the same commit counts goes into the new row at once.</summary>
    public static SqliteSession Insert(SqliteWriteConnection connection, Commit commit)
    {
        var row = commit.Open!;
        var opened = HashChain.ToMicroseconds(row.OpenedAt);
        connection.Statement(Insertion)
            .Bind(1, row.Id).Bind(2, connection.Name(row.Tenant)).Bind(3, row.User).Bind(4, connection.Name(row.Agent))
            .Bind(5, connection.Name(row.Version)).Bind(6, opened).Bind(7, HashChain.ToMicroseconds(commit.ExpiresAt ?? row.ExpiresAt)).Bind(8, (long)row.Status)
            .Bind(9, row.Owner).Bind(10, row.Epoch).Bind(11, Math.Max(row.Runs, commit.Run?.Ordinal ?? 0)).Bind(12, commit.FoldFrom ?? row.FoldFrom)
            .Bind(13, row.Tokens).Bind(14, row.CostNanos)
            .Bind(15, row.Metadata).Bind(16, opened).Bind(17, row.Parent)
            .Run();
        return new SqliteSession(connection.LastInsert(), row.Status, row.Epoch, opened, Head: 0);
    }

    /// <summary>Updates the columns that say nothing of ownership, where the commit changes them.</summary>
    public static void Count(SqliteWriteConnection connection, long session, Commit commit, long tokens, long cost)
    {
        var runs = commit.Run?.Ordinal ?? 0;
        var isCounted = commit.Open is not null || (runs == 0 && commit.FoldFrom is null && commit.ExpiresAt is null);
        if (isCounted && tokens == 0 && cost == 0)
        {
            return;
        }

        connection.Statement(Figures)
            .Bind(1, runs).Bind(2, commit.FoldFrom).Bind(3, commit.ExpiresAt is { } at ? HashChain.ToMicroseconds(at) : (long?)null)
            .Bind(4, tokens).Bind(5, cost).Bind(6, session)
            .Run();
    }

    /// <summary>Puts something into the inbox of another session, unless that is closed or missing; returns whether a worker should look at it.</summary>
    public static bool Deliver(SqliteWriteConnection connection, InboxItem item)
    {
        if (Find(connection, item.Session) is not { Status: not SessionStatus.Closed } session)
        {
            return false;
        }

        SqliteInbox.Insert(connection, session.Number, item);
        if (session.Status is SessionStatus.Idle or SessionStatus.Waiting)
        {
            session = session with { Status = SessionStatus.Ready, ReadyAt = HashChain.ToMicroseconds(item.At) };
            connection.Statement("UPDATE sessions SET status = $1, ready_at = $2 WHERE no = $3").Bind(1, (long)session.Status).Bind(2, session.ReadyAt).Bind(3, session.Number).Run();
        }

        connection.Sessions.Put(item.Session, session);
        return true;
    }

    /// <summary>Takes, wakes, releases or closes the session, and returns it as it is then; <paramref name="wakes"/> says whether a worker should look at it.</summary>
    public static SqliteSession Hand(SqliteWriteConnection connection, SqliteSession session, Commit commit, out bool wakes)
    {
        var (status, owner, epoch, ready) = (session.Status, (string?)null, session.Epoch, session.ReadyAt);
        var changed = commit.Take is not null;
        if (commit.Take is not null)
        {
            (status, owner, epoch) = (SessionStatus.Running, commit.Take, commit.Epoch);
        }

        if (commit.Accept is not null)
        {
            SqliteInbox.Insert(connection, session.Number, commit.Accept);
            if (status is SessionStatus.Idle or SessionStatus.Waiting)
            {
                (status, ready, changed) = (SessionStatus.Ready, HashChain.ToMicroseconds(commit.Accept.At), true);
            }
        }

        if (commit.Close)
        {
            (status, owner, changed) = (SessionStatus.Closed, null, true);
        }
        else if (commit.WaitUntil is { } until && !SqliteInbox.HasNewer(connection, session.Number, commit.InboxSeen))
        {
            (status, owner, changed) = (SessionStatus.Waiting, null, true);
            connection.Statement("UPDATE sessions SET wake_at = $1 WHERE no = $2").Bind(1, HashChain.ToMicroseconds(until)).Bind(2, session.Number).Run();
        }
        else if (commit.Release)
        {
            var waitsSince = SqliteInbox.OldestTime(connection, session.Number);
            (status, owner, changed) = (waitsSince is null && !commit.HandsOver ? SessionStatus.Idle : SessionStatus.Ready, null, true);
            ready = waitsSince ?? ready;
        }

        if (changed)
        {
            connection.Statement(Ownership).Bind(1, (long)status).Bind(2, owner).Bind(3, epoch).Bind(4, ready).Bind(5, session.Number).Run();
        }

        wakes = commit.Accept is not null || (commit.Release && status == SessionStatus.Ready);
        return session with { Status = status, Epoch = epoch, ReadyAt = ready };
    }
}
