using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Memory;

namespace Holdfast.Testing;

/// <summary>A store that keeps everything in memory and forgets it with the process: for tests and benchmarks.</summary>
/// <remarks>Safe for concurrent use. Behaves as the real engines do, by the same contract suite. Searches look at every run.</remarks>
public sealed class InMemoryStore : IJournalStore, IRunIndex, IBudgetStore, INoticeStore, IAutonomyStore, IMemoryStore, IAnswerCache
{
    private readonly Lock gate = new();
    private readonly Wakeups wakeups = new();
    private readonly MemoryOwnership ownership = new();
    private readonly MemoryRuns runs = new();
    private readonly MemoryNotices notices = new();
    private readonly MemoryAutonomy autonomy;
    private readonly MemoryBudgets budgets = new();
    private readonly MemoryJournal journal;
    private readonly MemoryItems memory;
    private readonly MemoryAnswers answers = new();

    /// <summary>Creates an empty store.</summary>
    public InMemoryStore()
    {
        journal = new MemoryJournal(ownership, runs, notices, wakeups);
        autonomy = new MemoryAutonomy(runs, notices);
        memory = new MemoryItems(journal);
    }

    /// <inheritdoc/>
    public string Engine => "memory";

    /// <inheritdoc/>
    public Durability Durability => Durability.None;

    /// <inheritdoc/>
    public int CommitLanes => 1;

    /// <summary>The knowledge bases.</summary>
    public IKnowledgeStore Knowledge { get; } = new MemoryKnowledge();

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (gate)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                journal.Commit(batch[i]);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SessionRow?> FindSessionAsync(Guid session, CancellationToken cancellationToken = default) =>
        Locked(() => journal.Sessions.GetValueOrDefault(session)?.ToRow());

    /// <inheritdoc/>
    public Task<IdempotencyEntry?> FindRequestAsync(string tenant, string key, CancellationToken cancellationToken = default) =>
        Locked(() => journal.FindRequest(tenant, key));

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventRecord>> ReadEventsAsync(Guid session, long from, long to, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<EventRecord>>(() =>
        {
            if (!journal.Sessions.TryGetValue(session, out var found))
            {
                return [];
            }

            var first = (int)Math.Clamp(from - 1, 0, found.Events.Count);
            var last = (int)Math.Clamp(to, first, found.Events.Count);
            return found.Events.GetRange(first, last - first);
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<InboxItem>>(() => journal.Sessions.TryGetValue(session, out var found) ? [.. found.Inbox] : []);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<SessionRow>>(() => [.. ownership.Claim(worker, limit, deadSince, except ?? [], now).Select(static session => session.ToRow())]);

    /// <inheritdoc/>
    public Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<OwnedSession>>(() => [.. ownership.OwnedBy(worker).Select(static session => new OwnedSession(session.Id, session.Inbox.Count > 0))]);

    /// <inheritdoc/>
    public Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            ownership.Heartbeat(worker, now);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task RetireAsync(string worker, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            if (ownership.Retire(worker))
            {
                wakeups.Publish(Guid.Empty);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) => Locked(() =>
    {
        var removed = journal.Purge(before, limit);
        removed += ownership.Purge(before, limit - removed);
        return removed + notices.Purge(before, limit - removed, ticket => runs.FindTicket(ticket, null) is { Status: < TicketStatus.Closed });
    });

    /// <inheritdoc/>
    public IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default) => wakeups.ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default) => Locked(() => runs.Find(run, tenant));

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) => Locked(() => runs.Search(query));

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRow>> ListSessionsAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        Locked<IReadOnlyList<SessionRow>>(() =>
        [
            .. journal.Sessions.Values
                .Where(session => (tenant is null || session.Tenant == tenant)
                    && (user is null || session.User == user)
                    && (before is null || session.OpenedAt < before))
                .OrderByDescending(static session => session.OpenedAt).ThenByDescending(static session => session.Number)
                .Take(limit)
                .Select(static session => session.ToRow()),
        ]);

    /// <inheritdoc/>
    public Task<ApprovalRow?> FindApprovalAsync(Guid approval, string? tenant, CancellationToken cancellationToken = default) =>
        Locked(() => runs.FindApproval(approval, tenant));

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken = default) =>
        Locked(() => runs.ListApprovals(query));

    /// <inheritdoc/>
    public Task<TicketRow?> FindTicketAsync(Guid ticket, string? tenant, CancellationToken cancellationToken = default) =>
        Locked(() => runs.FindTicket(ticket, tenant));

    /// <inheritdoc/>
    public Task<IReadOnlyList<TicketRow>> ListTicketsAsync(TicketQuery query, CancellationToken cancellationToken = default) =>
        Locked(() => runs.ListTickets(query));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CostRow>> SumCostsAsync(CostQuery query, CancellationToken cancellationToken = default) => Locked(() => runs.SumCosts(query));

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken = default) => Locked(() => runs.Feedback(run));

    /// <inheritdoc/>
    public Task<IReadOnlyList<LeasedNotice>> LeaseNoticesAsync(string channel, int limit, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken = default) =>
        Locked(() => notices.Lease(channel, limit, now, lease, runs.ListTickets(new TicketQuery { Unclosed = true, DueBy = now, Limit = int.MaxValue })));

    /// <inheritdoc/>
    public Task SettleNoticeAsync(Notice notice, DateTimeOffset? nextAt, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            notices.Settle(notice, nextAt);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<AutonomyRow>> ListAutonomyAsync(AutonomyQuery query, CancellationToken cancellationToken = default) => Locked(() => autonomy.List(query));

    /// <inheritdoc/>
    public Task<AllowanceRow?> FindAllowanceAsync(Guid record, CancellationToken cancellationToken = default) => Locked(() => autonomy.Find(record));

    /// <inheritdoc/>
    public Task LoosenAsync(string tenant, AllowanceRow allowance, string subject, CancellationToken cancellationToken = default)
    {
        lock (gate)
        {
            autonomy.Loosen(allowance);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<bool> WithdrawAsync(
        Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels, CancellationToken cancellationToken = default) =>
        Locked(() => autonomy.Withdraw(record, by, reason, at, onlyAfterFault, channels));

    /// <inheritdoc/>
    public Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountNanos);
        return Locked(() => budgets.TryReserve(account, run, amountNanos, ceilingNanos));
    }

    /// <inheritdoc/>
    public Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spentNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spentNanos, reservedNanos);
        lock (gate)
        {
            budgets.Settle(account, run, reservedNanos, spentNanos);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) => Locked(() => budgets.Forfeit(run));

    /// <inheritdoc/>
    public Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(thresholdNanos);
        return Locked(() => budgets.TryWarn(account, thresholdNanos));
    }

    /// <inheritdoc/>
    public Task<(long SpentNanos, long ReservedNanos)> ReadAsync(string account, CancellationToken cancellationToken = default) =>
        Locked(() => budgets.Read(account));

    /// <inheritdoc/>
    public Task RememberAsync(MemoryItem item, CancellationToken cancellationToken = default) => Locked(() =>
    {
        memory.Remember(item);
        return true;
    });

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryItem>> ListMemoryAsync(MemoryQuery query, CancellationToken cancellationToken = default) => Locked(() => memory.List(query));

    /// <inheritdoc/>
    public Task<MemoryItem?> FindMemoryAsync(Guid item, string? tenant, CancellationToken cancellationToken = default) => Locked(() => memory.Find(item, tenant));

    /// <inheritdoc/>
    public Task<bool> UndoMemoryAsync(Guid item, CancellationToken cancellationToken = default) => Locked(() => memory.Undo(item));

    /// <inheritdoc/>
    public Task<bool> ForgetAsync(Guid item, DateTimeOffset now, CancellationToken cancellationToken = default) => Locked(() => memory.Forget(item, now));

    /// <inheritdoc/>
    public Task<int> EraseForgottenAsync(CancellationToken cancellationToken = default) => Locked(memory.EraseForgotten);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRow>> ListExpiredAsync(
        IReadOnlyCollection<string> agents, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) => Locked(() => memory.Expired(agents, now, limit));

    /// <inheritdoc/>
    public Task<IReadOnlyList<CachedAnswer>> FindAnswersAsync(string key, string meaning, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Locked(() => answers.Find(key, meaning, now));

    /// <inheritdoc/>
    public Task SaveAnswerAsync(CachedAnswer answer, CancellationToken cancellationToken = default) => Locked(() =>
    {
        answers.Save(answer);
        return true;
    });

    /// <inheritdoc/>
    public Task CountLookupAsync(string tenant, string agent, DateOnly day, bool hit, CancellationToken cancellationToken = default) => Locked(() =>
    {
        answers.Count(tenant, agent, day, hit ? 1 : 0, hit ? 0 : 1, 0);
        return true;
    });

    /// <inheritdoc/>
    public Task<bool> RemoveAnswerAsync(Guid run, DateOnly day, CancellationToken cancellationToken = default) => Locked(() => answers.Remove(run, day));

    /// <inheritdoc/>
    public Task<IReadOnlyList<AnswerFigures>> SumLookupsAsync(string? tenant, DateOnly? from, DateOnly? to, CancellationToken cancellationToken = default) =>
        Locked(() => answers.Sum(tenant, from, to));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<T> Locked<T>(Func<T> read)
    {
        lock (gate)
        {
            return Task.FromResult(read());
        }
    }
}
