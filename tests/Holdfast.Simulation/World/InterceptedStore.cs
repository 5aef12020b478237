using System.Runtime.CompilerServices;
using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Memory;

namespace Holdfast.Simulation.World;

/// <summary>A store as one process sees it: something may happen before, after or instead of each of its operations.</summary>
/// <param name="inner">The store.</param>
/// <param name="around">Performs the work of an operation, named <c>commit</c>, <c>claim</c>, <c>claimed</c>, <c>heartbeat</c>, <c>retire</c>, <c>wakeup</c>, <c>budget</c>, <c>purge</c>, <c>run</c>, <c>events</c>, <c>inbox</c>, <c>loosen</c>, <c>withdraw</c>, <c>undo</c>, <c>answer</c>, <c>forget</c> or <c>read</c>.</param>
internal sealed class InterceptedStore(IJournalStore inner, Func<string, Func<Task>, Task> around) : IJournalStore, IRunIndex, IBudgetStore, IAutonomyStore, IMemoryStore, IAnswerCache
{
    private readonly IRunIndex index = (IRunIndex)inner;
    private readonly IBudgetStore budgets = (IBudgetStore)inner;
    private readonly IAnswerCache answers = (IAnswerCache)inner;
    private readonly IAutonomyStore autonomy = (IAutonomyStore)inner;
    private readonly IMemoryStore memory = (IMemoryStore)inner;

    public string Engine => inner.Engine;

    public Durability Durability => inner.Durability;

    public int CommitLanes => inner.CommitLanes;

    public Task InitializeAsync(CancellationToken cancellationToken = default) => inner.InitializeAsync(cancellationToken);

    public Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default) =>
        around($"commit [{string.Join(',', batch.SelectMany(c => c.Events).Select(e => e.Kind))}]", () => inner.CommitAsync(batch, cancellationToken));

    public async Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default)
    {
        var claimed = await AroundAsync("claim", () => inner.ClaimAsync(worker, limit, deadSince, except, now, cancellationToken));
        if (claimed.Count > 0)
        {
            await around("claimed", () => Task.CompletedTask);
        }

        return claimed;
    }

    public Task<SessionRow?> FindSessionAsync(Guid session, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => inner.FindSessionAsync(session, cancellationToken));

    public Task<IdempotencyEntry?> FindRequestAsync(string tenant, string key, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => inner.FindRequestAsync(tenant, key, cancellationToken));

    public Task<IReadOnlyList<EventRecord>> ReadEventsAsync(Guid session, long from, long to, CancellationToken cancellationToken = default) =>
        AroundAsync("events", () => inner.ReadEventsAsync(session, from, to, cancellationToken));

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken = default) =>
        AroundAsync("inbox", () => inner.ReadInboxAsync(session, cancellationToken));

    public Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => inner.ListOwnedAsync(worker, cancellationToken));

    public Task<IReadOnlyList<AutonomyRow>> ListAutonomyAsync(AutonomyQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => autonomy.ListAutonomyAsync(query, cancellationToken));

    public Task<AllowanceRow?> FindAllowanceAsync(Guid record, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => autonomy.FindAllowanceAsync(record, cancellationToken));

    public Task LoosenAsync(string tenant, AllowanceRow allowance, string subject, CancellationToken cancellationToken = default) =>
        around("loosen", () => autonomy.LoosenAsync(tenant, allowance, subject, cancellationToken));

    public Task<bool> WithdrawAsync(
        Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels, CancellationToken cancellationToken = default) =>
        AroundAsync("withdraw", () => autonomy.WithdrawAsync(record, by, reason, at, onlyAfterFault, channels, cancellationToken));

    public Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        around("heartbeat", () => inner.HeartbeatAsync(worker, now, cancellationToken));

    public Task RetireAsync(string worker, CancellationToken cancellationToken = default) => around("retire", () => inner.RetireAsync(worker, cancellationToken));

    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        AroundAsync("purge", () => inner.PurgeAsync(before, limit, cancellationToken));

    public async IAsyncEnumerable<Guid> WakeupsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var session in inner.WakeupsAsync(cancellationToken))
        {
            await around("wakeup", () => Task.CompletedTask);
            yield return session;
        }
    }

    public Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default) =>
        AroundAsync("run", () => index.FindRunAsync(run, tenant, cancellationToken));

    public Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.SearchRunsAsync(query, cancellationToken));

    public Task<IReadOnlyList<SessionRow>> ListSessionsAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.ListSessionsAsync(tenant, user, before, limit, cancellationToken));

    public Task<ApprovalRow?> FindApprovalAsync(Guid approval, string? tenant, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.FindApprovalAsync(approval, tenant, cancellationToken));

    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.ListApprovalsAsync(query, cancellationToken));

    public Task<TicketRow?> FindTicketAsync(Guid ticket, string? tenant, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.FindTicketAsync(ticket, tenant, cancellationToken));

    public Task<IReadOnlyList<TicketRow>> ListTicketsAsync(TicketQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.ListTicketsAsync(query, cancellationToken));

    public Task<IReadOnlyList<CostRow>> SumCostsAsync(CostQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.SumCostsAsync(query, cancellationToken));

    public Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => index.ReadFeedbackAsync(run, cancellationToken));

    public Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default) =>
        AroundAsync("budget", () => budgets.TryReserveAsync(account, run, amountNanos, ceilingNanos, cancellationToken));

    public Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default) =>
        around("budget", () => budgets.SettleAsync(account, run, reservedNanos, spentNanos, cancellationToken));

    public Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) => AroundAsync("budget", () => budgets.ForfeitAsync(run, cancellationToken));

    public Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default) =>
        AroundAsync("budget", () => budgets.TryWarnAsync(account, thresholdNanos, cancellationToken));

    public Task<(long SpentNanos, long ReservedNanos)> ReadAsync(string account, CancellationToken cancellationToken = default) =>
        AroundAsync("budget", () => budgets.ReadAsync(account, cancellationToken));

    public Task RememberAsync(MemoryItem item, CancellationToken cancellationToken = default) =>
        around($"commit [memory {item.Key}]", () => memory.RememberAsync(item, cancellationToken));

    public Task<IReadOnlyList<MemoryItem>> ListMemoryAsync(MemoryQuery query, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => memory.ListMemoryAsync(query, cancellationToken));

    public Task<MemoryItem?> FindMemoryAsync(Guid item, string? tenant, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => memory.FindMemoryAsync(item, tenant, cancellationToken));

    public Task<bool> UndoMemoryAsync(Guid item, CancellationToken cancellationToken = default) => AroundAsync("undo", () => memory.UndoMemoryAsync(item, cancellationToken));

    public Task<bool> ForgetAsync(Guid item, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        AroundAsync("forget", () => memory.ForgetAsync(item, now, cancellationToken));

    public Task<int> EraseForgottenAsync(CancellationToken cancellationToken = default) => AroundAsync("forget", () => memory.EraseForgottenAsync(cancellationToken));

    public Task<IReadOnlyList<SessionRow>> ListExpiredAsync(IReadOnlyCollection<string> agents, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        AroundAsync("read", () => memory.ListExpiredAsync(agents, now, limit, cancellationToken));

    public Task<IReadOnlyList<CachedAnswer>> FindAnswersAsync(string key, string meaning, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        AroundAsync("answer", () => answers.FindAnswersAsync(key, meaning, now, cancellationToken));

    public Task SaveAnswerAsync(CachedAnswer answer, CancellationToken cancellationToken = default) => around("answer", () => answers.SaveAnswerAsync(answer, cancellationToken));

    public Task CountLookupAsync(string tenant, string agent, DateOnly day, bool hit, CancellationToken cancellationToken = default) =>
        around("answer", () => answers.CountLookupAsync(tenant, agent, day, hit, cancellationToken));

    public Task<bool> RemoveAnswerAsync(Guid run, DateOnly day, CancellationToken cancellationToken = default) =>
        AroundAsync("answer", () => answers.RemoveAnswerAsync(run, day, cancellationToken));

    public Task<IReadOnlyList<AnswerFigures>> SumLookupsAsync(string? tenant, DateOnly? from, DateOnly? to, CancellationToken cancellationToken = default) =>
        AroundAsync("answer", () => answers.SumLookupsAsync(tenant, from, to, cancellationToken));

    /// <summary>The database outlives its users: whoever opened the inner store closes it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> AroundAsync<T>(string operation, Func<Task<T>> work)
    {
        T result = default!;
        await around(operation, async () => result = await work());
        return result;
    }
}
