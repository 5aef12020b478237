using Holdfast.Journal;
using Holdfast.Storage.Runs;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Decides the commits of a batch against its snapshot, one after the other, and collects what has to be written.</summary>
internal sealed class CommitPlan(Snapshot snapshot, Names names, Queue<long> sessionNumbers, Queue<long> runNumbers)
{
    private readonly SessionRows opened = new();
    private readonly SessionChangeRows changed = new();
    private readonly EventRows events = new();
    private readonly RunRows runs = new();
    private readonly FinishRows finishes = new();
    private readonly UsageRows usage = new();
    private readonly SmallRows small = new();
    private readonly Dictionary<Guid, (long Number, long Session, RunRow Row)> pending = [];
    private readonly List<Guid> wakeups = [];

    /// <summary>Decides a batch, commit by commit.</summary>
    public void Add(IReadOnlyList<Commit> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            Add(batch[i]);
        }
    }

    /// <summary>The statements, in the order in which they have to run; none when all commits were refused.</summary>
    public IEnumerable<NpgsqlBatchCommand> ToCommands()
    {
        foreach (var session in snapshot.Sessions.Values.OrderBy(static session => session.Number))
        {
            if (session.Opened is not null)
            {
                opened.Add(session, names);
            }
            else if (session.IsChanged)
            {
                changed.Add(session);
            }
        }

        foreach (var (number, session, row) in pending.Values)
        {
            runs.Add(number, session, row, names);
        }

        NpgsqlBatchCommand?[] commands =
        [
            opened.ToCommand(), events.ToCommand(), runs.ToCommand(), finishes.ToCommand(), usage.ToCommand(), .. small.Commands, changed.ToCommand(),
            .. Notifications.Of(wakeups),
        ];
        return commands.OfType<NpgsqlBatchCommand>();
    }

    private void Add(Commit commit)
    {
        commit.Existing = null;
        commit.Outcome = Decide(commit, out var session);
        if (commit.Outcome == CommitOutcome.Committed)
        {
            Apply(commit, session ?? Open(commit.Open!));
        }
    }

    private CommitOutcome Decide(Commit commit, out SessionState? session)
    {
        session = null;
        if (commit.Idempotency is { } request && snapshot.Entries.TryGetValue(KeyOf(request), out var existing))
        {
            commit.Existing = existing;
            return CommitOutcome.Duplicate;
        }

        long head = 0;
        if (snapshot.Sessions.TryGetValue(commit.Session, out session))
        {
            if (CommitRules.Check(commit, session.Status, session.Epoch) is var refused and not CommitOutcome.Committed)
            {
                return refused;
            }

            head = session.Head;
        }
        else if (CommitRules.CheckOpening(commit) is var refused and not CommitOutcome.Committed)
        {
            return refused;
        }

        return CommitRules.Follows(commit.Events, head) ? CommitOutcome.Committed : CommitOutcome.Stale;
    }

    private SessionState Open(SessionRow row)
    {
        var session = new SessionState
        {
            Id = row.Id,
            Number = sessionNumbers.Dequeue(),
            Opened = row,
            Status = row.Status,
            Owner = row.Owner,
            Epoch = row.Epoch,
            ReadyAt = HashChain.ToMicroseconds(row.OpenedAt),
            Runs = row.Runs,
            FoldFrom = row.FoldFrom,
            ExpiresAt = HashChain.ToMicroseconds(row.ExpiresAt),
            Tokens = row.Tokens,
            CostNanos = row.CostNanos,
        };
        snapshot.Sessions.Add(row.Id, session);
        return session;
    }

    private void Apply(Commit commit, SessionState session)
    {
        if (commit.Idempotency is { } request)
        {
            snapshot.Entries.Add(KeyOf(request), request);
            small.Add(request, names[request.Tenant]);
        }

        if (commit.Take is not null)
        {
            (session.Status, session.Owner, session.Epoch, session.IsChanged) = (SessionStatus.Running, commit.Take, commit.Epoch, true);
        }

        for (var i = 0; i < commit.Events.Count; i++)
        {
            events.Add(session.Number, commit.Events[i], names[commit.Events[i].Kind]);
        }

        session.Head += commit.Events.Count;
        if (commit.TakenFromInbox.Count > 0)
        {
            small.Remove(session.Number, commit.TakenFromInbox);
            session.Inbox.RemoveAll(item => commit.TakenFromInbox.Contains(item.Position));
        }

        if (commit.Run is not null)
        {
            Put(commit.Run, session);
        }

        if (commit.StatusChange is not null)
        {
            small.Add(commit.StatusChange);
        }

        if (commit.Finish is not null)
        {
            Finish(commit.Finish, session);
        }

        if (commit.Feedback is not null)
        {
            small.Add(commit.Feedback);
        }

        if (commit.Approval is not null)
        {
            small.Add(session.Number, commit.Approval, names);
        }

        if (commit.Ticket is not null)
        {
            small.Add(TicketCommand.Of(session.Number, commit.Ticket, names));
        }

        for (var i = 0; i < commit.Notices.Count; i++)
        {
            small.Add(commit.Notices[i]);
        }

        session.IsChanged |= commit.FoldFrom is not null || commit.ExpiresAt is not null;
        session.FoldFrom = commit.FoldFrom ?? session.FoldFrom;
        session.ExpiresAt = commit.ExpiresAt is { } at ? HashChain.ToMicroseconds(at) : session.ExpiresAt;
        Hand(commit, session);
    }

    private void Put(RunRow run, SessionState session)
    {
        if (!snapshot.Runs.TryGetValue(run.Id, out var known))
        {
            snapshot.Runs.Add(run.Id, known = new RunState { Number = runNumbers.Dequeue(), Session = session.Id });
        }

        // One statement cannot touch a row twice, so what a batch says of a run is put together first.
        if (!known.IsFinished)
        {
            var row = pending.TryGetValue(run.Id, out var before)
                ? before.Row with { Ordinal = run.Ordinal, Status = run.Status, FirstSequence = run.FirstSequence }
                : run;
            pending[run.Id] = (known.Number, session.Number, row);
            session.OpenRun = (run.Id, known.Number);
        }

        session.IsChanged |= run.Ordinal > session.Runs;
        session.Runs = Math.Max(session.Runs, run.Ordinal);
    }

    private void Finish(RunFinish finish, SessionState session)
    {
        if (!snapshot.Runs.TryGetValue(finish.Id, out var run) || run.IsFinished || run.Session != session.Id)
        {
            return;
        }

        run.IsFinished = true;
        session.OpenRun = null;
        var totals = RunTotals.Of(finish.Usage);
        finishes.Add(run.Number, finish, totals);
        for (var i = 0; i < finish.Usage.Count; i++)
        {
            usage.Add(run.Number, finish.Usage[i], names);
        }

        session.Tokens += totals.InputTokens + totals.OutputTokens;
        session.CostNanos += totals.CostNanos;
        session.IsChanged = true;
    }

    private void Accept(InboxItem item, SessionState session)
    {
        var at = HashChain.ToMicroseconds(item.At);
        small.Add(session.Number, item);
        session.Inbox.Add((0, at));
        if (session.Status is SessionStatus.Idle or SessionStatus.Waiting)
        {
            (session.Status, session.ReadyAt, session.IsChanged) = (SessionStatus.Ready, at, true);
        }

        wakeups.Add(session.Id);
    }

    private void Hand(Commit commit, SessionState session)
    {
        if (commit.Accept is not null)
        {
            Accept(commit.Accept, session);
        }

        if (commit.Deliver is { } item && snapshot.Sessions.TryGetValue(item.Session, out var other) && other.Status != SessionStatus.Closed)
        {
            Accept(item, other);
        }

        if (commit.Close)
        {
            (session.Status, session.Owner, session.IsChanged) = (SessionStatus.Closed, null, true);
        }
        else if (commit.WaitUntil is { } until && session.Inbox.TrueForAll(item => item.Position > 0 && item.Position <= commit.InboxSeen))
        {
            (session.Status, session.Owner, session.IsChanged) = (SessionStatus.Waiting, null, true);
            small.Wake(session.Number, until);
        }
        else if (commit.Release)
        {
            var waits = session.Inbox.Count > 0;
            (session.Status, session.Owner, session.IsChanged) = (waits || commit.HandsOver ? SessionStatus.Ready : SessionStatus.Idle, null, true);
            session.ReadyAt = waits ? session.Inbox[0].At : session.ReadyAt;
            if (waits || commit.HandsOver)
            {
                wakeups.Add(session.Id);
            }
        }
    }

    private (int Tenant, string Key) KeyOf(IdempotencyEntry entry) => (names[entry.Tenant], PostgreSqlDialect.Clean(entry.Key));
}
