using System.Data.Common;
using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Memory;
using Holdfast.Storage.Caching;
using Holdfast.Storage.Classification;
using Holdfast.Storage.Cost;
using Holdfast.Storage.Identity;
using Holdfast.Storage.Journal;
using Holdfast.Storage.Knowledge;
using Holdfast.Storage.Memory;
using Holdfast.Storage.Notices;
using Holdfast.Storage.Runs;
using Microsoft.Data.Sqlite;

namespace Holdfast.Storage.Sqlite;

/// <summary>Keeps everything in one SQLite file, in WAL mode, waiting for the disk at each commit.</summary>
/// <remarks>
/// Safe for concurrent use. Several processes may open the same file; they take turns at writing. Wake-ups reach this process only: other processes find
/// ready sessions by polling.
/// </remarks>
public sealed class SqliteStore : IHoldfastStorage
{
    private readonly SqliteSettings settings;
    private readonly StorageOptions options;
    private readonly SqliteDataSource source;
    private readonly Wakeups wakeups = new();
    private readonly SessionReads sessions;
    private readonly RequestReads requests;
    private readonly EventReads events;
    private readonly RunReads runs;
    private readonly SqliteRunSearch search;
    private readonly ApprovalReads approvals;
    private readonly AutonomyTable autonomy;
    private readonly TicketReads tickets;
    private readonly NoticeTable notices;
    private readonly MemoryTable memory;
    private readonly AnswerTable answers;
    private readonly ForgottenItems forgotten;
    private readonly CostReads costs;
    private readonly BudgetReads budgets;
    private SqliteWriter? writer;

    /// <summary>Names the file; nothing is opened before <see cref="InitializeAsync"/>.</summary>
    /// <param name="connection">
    /// A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=holdfast.db</c>; <c>Default Timeout</c> is how many seconds to wait for
    /// another process's lock; <c>Synchronous</c> may be <c>FULL</c> (default) or <c>EXTRA</c>, and less only where the options allow it.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>, <c>store-not-durable</c>, or no usable SQLite is installed.</exception>
    public SqliteStore(string connection, StorageOptions? options = null)
    {
        SqliteLibrary.EnsureLoaded();
        settings = SqliteSettings.Parse(connection);
        this.options = options ?? new StorageOptions();
        source = new SqliteDataSource(settings);
        var database = new Database(source, SqliteDialect.Instance);
        ApiKeys = new ApiKeyStore(database);
        Classifiers = new ClassifierStore(database);
        Audit = new AuditLog(database);
        Knowledge = new KnowledgeTables(database);
        PersonalData = new PersonalData(database);
        sessions = new SessionReads(database);
        requests = new RequestReads(database);
        events = new EventReads(database);
        runs = new RunReads(database);
        search = new SqliteRunSearch(database);
        approvals = new ApprovalReads(database);
        autonomy = new AutonomyTable(database);
        notices = new NoticeTable(database);
        tickets = new TicketReads(database);
        memory = new MemoryTable(database);
        answers = new AnswerTable(database);
        forgotten = new ForgottenItems(database);
        costs = new CostReads(database);
        budgets = new BudgetReads(database);
    }

    /// <inheritdoc/>
    public string Engine => "sqlite";

    /// <inheritdoc/>
    public Durability Durability { get; private set; }

    /// <inheritdoc/>
    public int CommitLanes => 1;

    /// <inheritdoc/>
    public DbDataSource AgentData => source;

    /// <inheritdoc/>
    public ApiKeyStore ApiKeys { get; }

    /// <inheritdoc/>
    public ClassifierStore Classifiers { get; }

    /// <inheritdoc/>
    public AuditLog Audit { get; }

    /// <inheritdoc/>
    public IKnowledgeStore Knowledge { get; }

    /// <inheritdoc/>
    public PersonalData PersonalData { get; }

    private SqliteWriter Writer => writer ?? throw new InvalidOperationException("Call InitializeAsync before anything else.");

    /// <inheritdoc/>
    public Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (writer is not null)
        {
            return Task.CompletedTask;
        }

        var connection = new SqliteWriteConnection(settings);
        try
        {
            Durability = SqliteSchema.Verify(connection, options);
            SqliteSchema.Upgrade(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        writer = new SqliteWriter(connection);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default)
    {
        foreach (var session in await Writer.DoAsync(connection => SqliteCommits.Write(connection, batch), cancellationToken))
        {
            wakeups.Publish(session);
        }
    }

    /// <inheritdoc/>
    public Task<SessionRow?> FindSessionAsync(Guid session, CancellationToken cancellationToken = default) =>
        sessions.FindAsync(session, cancellationToken);

    /// <inheritdoc/>
    public Task<IdempotencyEntry?> FindRequestAsync(string tenant, string key, CancellationToken cancellationToken = default) =>
        requests.FindAsync(tenant, key, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<EventRecord>> ReadEventsAsync(Guid session, long from, long to, CancellationToken cancellationToken = default) =>
        events.ReadAsync(session, from, to, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken = default) =>
        events.ReadInboxAsync(session, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default)
    {
        var claimed = await Writer.DoAsync(connection => SqliteOwnership.Claim(connection, worker, limit, deadSince, except ?? [], now), cancellationToken);
        var rows = new List<SessionRow>(claimed.Count);
        foreach (var session in claimed)
        {
            // The claim is made: it must be returned even when nobody waits any more.
            rows.Add((await sessions.FindAsync(session, CancellationToken.None))!);
        }

        return rows;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken = default) =>
        sessions.ListOwnedAsync(worker, cancellationToken);

    /// <inheritdoc/>
    public Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(
            connection =>
            {
                SqliteOwnership.Heartbeat(connection, worker, now);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public async Task RetireAsync(string worker, CancellationToken cancellationToken = default)
    {
        if (await Writer.DoAsync(connection => SqliteOwnership.Retire(connection, worker), cancellationToken))
        {
            wakeups.Publish(Guid.Empty);
        }
    }

    /// <inheritdoc/>
    public Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(connection => SqliteOwnership.Purge(connection, before, limit), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default) => wakeups.ListenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default) =>
        runs.FindAsync(run, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default) =>
        search.SearchAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRow>> ListSessionsAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken = default) =>
        sessions.ListAsync(tenant, user, before, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<ApprovalRow?> FindApprovalAsync(Guid approval, string? tenant, CancellationToken cancellationToken = default) =>
        approvals.FindAsync(approval, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApprovalRow>> ListApprovalsAsync(ApprovalQuery query, CancellationToken cancellationToken = default) =>
        approvals.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<TicketRow?> FindTicketAsync(Guid ticket, string? tenant, CancellationToken cancellationToken = default) =>
        tickets.FindAsync(ticket, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<TicketRow>> ListTicketsAsync(TicketQuery query, CancellationToken cancellationToken = default) =>
        tickets.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CostRow>> SumCostsAsync(CostQuery query, CancellationToken cancellationToken = default) =>
        costs.SumAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken = default) =>
        runs.ReadFeedbackAsync(run, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<LeasedNotice>> LeaseNoticesAsync(string channel, int limit, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken = default) =>
        notices.LeaseAsync(channel, limit, now, lease, cancellationToken);

    /// <inheritdoc/>
    public Task SettleNoticeAsync(Notice notice, DateTimeOffset? nextAt, CancellationToken cancellationToken = default) =>
        notices.SettleAsync(notice, nextAt, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AutonomyRow>> ListAutonomyAsync(AutonomyQuery query, CancellationToken cancellationToken = default) =>
        autonomy.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<AllowanceRow?> FindAllowanceAsync(Guid record, CancellationToken cancellationToken = default) => autonomy.FindAsync(record, cancellationToken);

    /// <inheritdoc/>
    public Task LoosenAsync(string tenant, AllowanceRow allowance, string subject, CancellationToken cancellationToken = default) =>
        autonomy.LoosenAsync(tenant, allowance, subject, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> WithdrawAsync(
        Guid record, string by, string reason, DateTimeOffset at, bool onlyAfterFault, IReadOnlyList<string> channels, CancellationToken cancellationToken = default) =>
        autonomy.WithdrawAsync(record, by, reason, at, onlyAfterFault, channels, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountNanos);
        return Writer.DoAsync(connection => SqliteBudgets.TryReserve(connection, account, run, amountNanos, ceilingNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(spentNanos);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(spentNanos, reservedNanos);
        return Writer.DoAsync(connection => SqliteBudgets.Settle(connection, account, run, reservedNanos, spentNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default) =>
        Writer.DoAsync(connection => SqliteBudgets.Forfeit(connection, run), cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(thresholdNanos);
        return Writer.DoAsync(connection => SqliteBudgets.TryWarn(connection, account, thresholdNanos), cancellationToken);
    }

    /// <inheritdoc/>
    public Task<(long SpentNanos, long ReservedNanos)> ReadAsync(string account, CancellationToken cancellationToken = default) =>
        budgets.ReadAsync(account, cancellationToken);

    /// <inheritdoc/>
    public Task RememberAsync(MemoryItem item, CancellationToken cancellationToken = default) => memory.RememberAsync(item, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<MemoryItem>> ListMemoryAsync(MemoryQuery query, CancellationToken cancellationToken = default) =>
        memory.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public Task<MemoryItem?> FindMemoryAsync(Guid item, string? tenant, CancellationToken cancellationToken = default) =>
        memory.FindAsync(item, tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> UndoMemoryAsync(Guid item, CancellationToken cancellationToken = default) => memory.UndoAsync(item, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ForgetAsync(Guid item, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        memory.ForgetAsync(item, now, cancellationToken);

    /// <inheritdoc/>
    public Task<int> EraseForgottenAsync(CancellationToken cancellationToken = default) => forgotten.EraseAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<SessionRow>> ListExpiredAsync(
        IReadOnlyCollection<string> agents, DateTimeOffset now, int limit, CancellationToken cancellationToken = default) =>
        sessions.ListExpiredAsync(agents, now, limit, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CachedAnswer>> FindAnswersAsync(string key, string meaning, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        await answers.FindAsync(key, meaning, now, cancellationToken);

    /// <inheritdoc/>
    public Task SaveAnswerAsync(CachedAnswer answer, CancellationToken cancellationToken = default) => answers.SaveAsync(answer, cancellationToken);

    /// <inheritdoc/>
    public Task CountLookupAsync(string tenant, string agent, DateOnly day, bool hit, CancellationToken cancellationToken = default) =>
        answers.CountAsync(tenant, agent, day, hit, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> RemoveAnswerAsync(Guid run, DateOnly day, CancellationToken cancellationToken = default) => answers.RemoveAsync(run, day, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AnswerFigures>> SumLookupsAsync(string? tenant, DateOnly? from, DateOnly? to, CancellationToken cancellationToken = default) =>
        answers.SumAsync(tenant, from, to, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A container that knows the store under several contracts disposes of it once for each.
        Interlocked.Exchange(ref writer, null)?.Dispose();
        await source.DisposeAsync();
        using var connection = new SqliteConnection(settings.ConnectionString);
        SqliteConnection.ClearPool(connection);
    }
}
