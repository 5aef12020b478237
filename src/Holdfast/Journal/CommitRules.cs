namespace Holdfast.Journal;

/// <summary>The rules by which every store refuses a <see cref="Commit"/>, given what it found of the session.</summary>
/// <remarks>A store checks the idempotency key first, then these rules, and writes only when all hold.</remarks>
public static class CommitRules
{
    /// <summary>Whether a commit is an acceptance: it puts something into the inbox and needs no ownership.</summary>
    /// <param name="commit">The commit.</param>
    public static bool IsAcceptance(Commit commit) =>
        commit is { Accept: not null, Take: null, Events.Count: 0, Release: false, Close: false };

    /// <summary>Judges a commit for a session that exists.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="status">What the session waits for.</param>
    /// <param name="epoch">The session's epoch.</param>
    /// <returns><see cref="CommitOutcome.Committed"/> when it may be written, else why not.</returns>
    public static CommitOutcome Check(Commit commit, SessionStatus status, int epoch)
    {
        if (commit.Open is not null)
        {
            return CommitOutcome.Stale;
        }

        if (status == SessionStatus.Closed)
        {
            return CommitOutcome.Closed;
        }

        if (commit.Take is not null)
        {
            return status == SessionStatus.Idle && epoch == commit.Epoch - 1 ? CommitOutcome.Committed : CommitOutcome.Busy;
        }

        return IsAcceptance(commit) || (status == SessionStatus.Running && epoch == commit.Epoch) ? CommitOutcome.Committed : CommitOutcome.Stale;
    }

    /// <summary>Judges a commit for a session that does not exist.</summary>
    /// <param name="commit">The commit.</param>
    /// <returns><see cref="CommitOutcome.Committed"/> when it opens the session, else why not.</returns>
    public static CommitOutcome CheckOpening(Commit commit)
    {
        if (commit.Open is null)
        {
            return CommitOutcome.NotFound;
        }

        if (commit.Take is not null)
        {
            return commit.Open.Status == SessionStatus.Idle && commit.Open.Epoch == commit.Epoch - 1 ? CommitOutcome.Committed : CommitOutcome.Busy;
        }

        return commit.Events.Count == 0 || commit.Open.Epoch == commit.Epoch ? CommitOutcome.Committed : CommitOutcome.Stale;
    }

    /// <summary>Whether events follow the session's last without a gap.</summary>
    /// <param name="events">The events.</param>
    /// <param name="head">The sequence number of the session's last event; 0 when it has none.</param>
    public static bool Follows(IReadOnlyList<EventRecord> events, long head)
    {
        for (var i = 0; i < events.Count; i++)
        {
            if (events[i].Sequence != head + 1 + i)
            {
                return false;
            }
        }

        return true;
    }
}
