using System.Runtime.CompilerServices;
using Holdfast.Cost;
using Holdfast.Journal;

namespace Holdfast.Simulation.World;

/// <summary>A store as one process sees it: boundaries before and after each commit and after each claim; silence once the process is dead.</summary>
internal sealed class CrashingStore(IJournalStore inner, Life life) : IJournalStore, IRunIndex, IBudgetStore
{
    private readonly IRunIndex index = (IRunIndex)inner;
    private readonly IBudgetStore budgets = (IBudgetStore)inner;

    public string Engine => inner.Engine;

    public Durability Durability => inner.Durability;

    public int CommitLanes => inner.CommitLanes;

    public Task InitializeAsync(CancellationToken cancellationToken = default) => inner.InitializeAsync(cancellationToken);

    public async Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default)
    {
        var what = string.Join(',', batch.SelectMany(c => c.Events).Select(e => e.Kind));
        await life.PassAsync($"before commit [{what}]");
        await inner.CommitAsync(batch, cancellationToken);
        await life.PassAsync($"after commit [{what}]");
    }

    public async Task<IReadOnlyList<SessionRow>> ClaimAsync(string worker, int limit, DateTimeOffset deadSince, CancellationToken cancellationToken = default)
    {
        var claimed = await AliveAsync(() => inner.ClaimAsync(worker, limit, deadSince, cancellationToken));
        if (claimed.Count > 0)
        {
            await life.PassAsync("after claim");
        }

        return claimed;
    }

    public Task<SessionRow?> FindSessionAsync(Guid session, CancellationToken cancellationToken = default) =>
        AliveAsync(() => inner.FindSessionAsync(session, cancellationToken));

    public Task<IReadOnlyList<EventRecord>> ReadEventsAsync(Guid session, long from, long to, CancellationToken cancellationToken = default) =>
        AliveAsync(() => inner.ReadEventsAsync(session, from, to, cancellationToken));

    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken = default) =>
        AliveAsync(() => inner.ReadInboxAsync(session, cancellationToken));

    public Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        AliveAsync(() => inner.HeartbeatAsync(worker, now, cancellationToken));

    public Task RetireAsync(string worker, CancellationToken cancellationToken = default) => AliveAsync(() => inner.RetireAsync(worker, cancellationToken));

    public async IAsyncEnumerable<Guid> WakeupsAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, life.Ended);
        await using var wakeups = inner.WakeupsAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (true)
        {
            try
            {
                if (!await wakeups.MoveNextAsync())
                {
                    break;
                }
            }
            catch (OperationCanceledException) when (life.IsOver)
            {
            }

            await life.ContinueAsync();
            yield return wakeups.Current;
        }
    }

    public Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default) =>
        AliveAsync(() => index.FindRunAsync(run, tenant, cancellationToken));

    public Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        AliveAsync(() => index.SearchRunsAsync(query, cancellationToken));

    public Task<IReadOnlyList<SessionRow>> ListSessionsAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        AliveAsync(() => index.ListSessionsAsync(tenant, user, before, limit, cancellationToken));

    public Task<IReadOnlyList<CostRow>> SumCostsAsync(CostQuery query, CancellationToken cancellationToken = default) =>
        AliveAsync(() => index.SumCostsAsync(query, cancellationToken));

    public Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken = default) =>
        AliveAsync(() => index.ReadFeedbackAsync(run, cancellationToken));

    public Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default) =>
        AliveAsync(() => budgets.TryReserveAsync(account, run, amountNanos, ceilingNanos, cancellationToken));

    public Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default) =>
        AliveAsync(() => budgets.SettleAsync(account, run, reservedNanos, spentNanos, cancellationToken));

    public Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) => AliveAsync(() => budgets.ForfeitAsync(run, cancellationToken));

    public Task<(long SpentNanos, long ReservedNanos)> ReadAsync(string account, CancellationToken cancellationToken = default) =>
        AliveAsync(() => budgets.ReadAsync(account, cancellationToken));

    /// <summary>The database outlives its users: whoever opened the inner store closes it.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> AliveAsync<T>(Func<Task<T>> work)
    {
        await life.ContinueAsync();
        var result = await work();
        await life.ContinueAsync();
        return result;
    }

    private async Task AliveAsync(Func<Task> work)
    {
        await life.ContinueAsync();
        await work();
        await life.ContinueAsync();
    }
}
