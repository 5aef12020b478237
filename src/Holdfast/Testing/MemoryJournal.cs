using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>Decides commits and applies them. The store's lock guards it. The other engines follow its rules.</summary>
internal sealed class MemoryJournal(MemoryOwnership ownership, MemoryRuns runs, MemoryNotices notices, Wakeups wakeups)
{
    private readonly Dictionary<(string Tenant, string Key), IdempotencyEntry> requests = [];
    private long position;

    public Dictionary<Guid, MemorySession> Sessions { get; } = [];

    public IdempotencyEntry? FindRequest(string tenant, string key) => requests.GetValueOrDefault((tenant, key));

    public void Commit(Commit commit)
    {
        commit.Existing = null;
        commit.Outcome = Decide(commit, out var session);
        if (commit.Outcome == CommitOutcome.Committed)
        {
            Apply(commit, session ?? Open(commit.Open!));
        }
    }

    /// <summary>Forgets old requests, and what waits in closed sessions.</summary>
    public int Purge(DateTimeOffset before, int limit)
    {
        var old = requests.Where(entry => entry.Value.At < before).OrderBy(static entry => entry.Value.At).Take(limit).Select(static entry => entry.Key).ToList();
        old.ForEach(key => requests.Remove(key));
        var removed = old.Count;
        foreach (var session in Sessions.Values.Where(static session => session.Status == SessionStatus.Closed))
        {
            var items = session.Inbox.Where(item => item.At < before).Take(limit - removed).ToList();
            items.ForEach(item => session.Inbox.Remove(item));
            removed += items.Count;
        }

        return removed;
    }

    private CommitOutcome Decide(Commit commit, out MemorySession? session)
    {
        session = null;
        if (commit.Idempotency is { } request && requests.TryGetValue((request.Tenant, request.Key), out var existing))
        {
            commit.Existing = existing;
            return CommitOutcome.Duplicate;
        }

        var head = 0;
        if (Sessions.TryGetValue(commit.Session, out session))
        {
            if (CommitRules.Check(commit, session.Status, session.Epoch) is var refused and not CommitOutcome.Committed)
            {
                return refused;
            }

            head = session.Events.Count;
        }
        else if (CommitRules.CheckOpening(commit) is var refused and not CommitOutcome.Committed)
        {
            return refused;
        }

        return CommitRules.Follows(commit.Events, head) ? CommitOutcome.Committed : CommitOutcome.Stale;
    }

    private MemorySession Open(SessionRow row)
    {
        var session = new MemorySession(row, Sessions.Count);
        Sessions.Add(row.Id, session);
        ownership.Enter(session);
        return session;
    }

    private void Apply(Commit commit, MemorySession session)
    {
        if (commit.Idempotency is { } request)
        {
            requests.Add((request.Tenant, request.Key), request);
        }

        if (commit.Take is not null)
        {
            ownership.Set(session, SessionStatus.Running, commit.Take, session.ReadyAt);
            session.Epoch = commit.Epoch;
        }

        session.Events.AddRange(commit.Events);
        if (commit.TakenFromInbox.Count > 0)
        {
            session.Inbox.RemoveAll(item => commit.TakenFromInbox.Contains(item.Position));
        }

        if (commit.Run is not null)
        {
            runs.Put(commit.Run);
            session.Runs = Math.Max(session.Runs, commit.Run.Ordinal);
        }

        if (commit.StatusChange is not null)
        {
            runs.Change(commit.StatusChange);
        }

        if (commit.Finish is not null && runs.Finish(commit.Finish) is { } finished)
        {
            session.Tokens += finished.InputTokens + finished.OutputTokens;
            session.CostNanos += finished.CostNanos;
        }

        if (commit.Feedback is not null)
        {
            runs.Rate(commit.Feedback);
        }

        if (commit.Approval is not null)
        {
            runs.Put(commit.Approval);
        }

        if (commit.Ticket is not null)
        {
            runs.Put(commit.Ticket);
        }

        for (var i = 0; i < commit.Notices.Count; i++)
        {
            notices.Add(commit.Notices[i]);
        }

        session.FoldFrom = commit.FoldFrom ?? session.FoldFrom;
        session.ExpiresAt = commit.ExpiresAt ?? session.ExpiresAt;
        Hand(commit, session);
    }

    private void Accept(InboxItem item, MemorySession session)
    {
        session.Inbox.Add(item with { Session = session.Id, Position = ++position });
        if (session.Status is SessionStatus.Idle or SessionStatus.Waiting)
        {
            ownership.Set(session, SessionStatus.Ready, owner: null, item.At);
        }

        wakeups.Publish(session.Id);
    }

    private void Hand(Commit commit, MemorySession session)
    {
        if (commit.Accept is not null)
        {
            Accept(commit.Accept, session);
        }

        if (commit.Deliver is { } item && Sessions.TryGetValue(item.Session, out var other) && other.Status != SessionStatus.Closed)
        {
            Accept(item, other);
        }

        if (commit.Close)
        {
            ownership.Set(session, SessionStatus.Closed, owner: null, session.ReadyAt);
        }
        else if (commit.WaitUntil is { } until && session.Inbox.TrueForAll(item => item.Position <= commit.InboxSeen))
        {
            ownership.Wait(session, until);
        }
        else if (commit.Release)
        {
            var waits = session.Inbox.Count > 0;
            ownership.Set(session, waits || commit.HandsOver ? SessionStatus.Ready : SessionStatus.Idle, owner: null, waits ? session.Inbox[0].At : session.ReadyAt);
            if (waits || commit.HandsOver)
            {
                wakeups.Publish(session.Id);
            }
        }
    }
}
