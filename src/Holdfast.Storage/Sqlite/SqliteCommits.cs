using Holdfast.Journal;
using Holdfast.Storage.Notices;

namespace Holdfast.Storage.Sqlite;

/// <summary>Decides commits and writes them. All checks come before the first write, so that a refused commit leaves nothing behind.</summary>
internal static class SqliteCommits
{
    /// <summary>Writes a batch and returns the sessions that a worker should look at.</summary>
    public static List<Guid> Write(SqliteWriteConnection connection, IReadOnlyList<Commit> batch)
    {
        var wakeups = new List<Guid>();
        for (var i = 0; i < batch.Count; i++)
        {
            var commit = batch[i];
            commit.Existing = null;
            commit.Outcome = Decide(connection, commit, out var session);
            if (commit.Outcome == CommitOutcome.Committed && Apply(connection, commit, session))
            {
                wakeups.Add(commit.Session);
            }

            if (commit is { Outcome: CommitOutcome.Committed, Deliver: { } item } && SqliteSession.Deliver(connection, item))
            {
                wakeups.Add(item.Session);
            }
        }

        return wakeups;
    }

    private static CommitOutcome Decide(SqliteWriteConnection connection, Commit commit, out SqliteSession session)
    {
        session = default;
        if (commit.Idempotency is { } request && SqliteRequests.Find(connection, request) is { } existing)
        {
            commit.Existing = existing;
            return CommitOutcome.Duplicate;
        }

        long head = 0;
        if (SqliteSession.Find(connection, commit.Session) is { } found)
        {
            session = found;
            if (CommitRules.Check(commit, found.Status, found.Epoch) is var refused and not CommitOutcome.Committed)
            {
                return refused;
            }

            head = found.Head;
        }
        else if (CommitRules.CheckOpening(commit) is var refused and not CommitOutcome.Committed)
        {
            return refused;
        }

        return CommitRules.Follows(commit.Events, head) ? CommitOutcome.Committed : CommitOutcome.Stale;
    }

    private static bool Apply(SqliteWriteConnection connection, Commit commit, SqliteSession session)
    {
        if (commit.Idempotency is not null)
        {
            SqliteRequests.Insert(connection, commit.Idempotency);
        }

        if (commit.Open is not null)
        {
            session = SqliteSession.Insert(connection, commit);
        }

        SqliteEvents.Insert(connection, session.Number, commit.Events);
        foreach (var position in commit.TakenFromInbox)
        {
            connection.Statement("DELETE FROM inbox WHERE position = $1 AND session = $2").Bind(1, position).Bind(2, session.Number).Run();
        }

        long tokens = 0, cost = 0;
        if (commit.Run is not null)
        {
            SqliteRuns.Put(connection, session.Number, commit.Run);
        }

        if (commit.StatusChange is { } change)
        {
            connection.Statement("UPDATE runs SET status = $1 WHERE id = $2 AND status <> 3").Bind(1, (long)change.Status).Bind(2, change.Run).Run();
        }

        if (commit.Finish is not null)
        {
            (tokens, cost) = SqliteRuns.Finish(connection, session.Number, commit.Finish);
        }

        if (commit.Feedback is not null)
        {
            SqliteRuns.Rate(connection, commit.Feedback);
        }

        if (commit.Approval is not null)
        {
            SqliteApprovals.Put(connection, session.Number, commit.Approval);
        }

        if (commit.Ticket is not null)
        {
            SqliteTickets.Put(connection, session.Number, commit.Ticket);
        }

        foreach (var notice in commit.Notices)
        {
            connection.Statement(NoticeTable.Insert).Bind(1, notice.Channel).Bind(2, notice.Kind).Bind(3, notice.Subject).Bind(4, HashChain.ToMicroseconds(notice.At)).Run();
        }

        SqliteSession.Count(connection, session.Number, commit, tokens, cost);
        session = SqliteSession.Hand(connection, session, commit, out var wakes);
        connection.Sessions.Put(commit.Session, session with { Head = session.Head + commit.Events.Count });
        return wakes;
    }
}
