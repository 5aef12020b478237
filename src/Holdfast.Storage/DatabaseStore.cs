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

namespace Holdfast.Storage;

/// <summary>What the engines have in common: everything whose statements are the same.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public abstract class DatabaseStore : IHoldfastStorage
{
    private readonly SessionReads sessions;
    private readonly RequestReads requests;
    private readonly EventReads events;
    private readonly RunReads runs;
    private readonly ApprovalReads approvals;
    private readonly AutonomyTable autonomy;
    private readonly TicketReads tickets;
    private readonly NoticeTable notices;
    private readonly MemoryTable memory;
    private readonly AnswerTable answers;
    private readonly ForgottenItems forgotten;
    private readonly CostReads costs;
    private readonly BudgetReads budgets;

    /// <summary>Reads from a database.</summary>
    /// <param name="source">Its connections.</param>
    /// <param name="dialect">Its dialect.</param>
    /// <param name="writing">Connections for what is on the path of a run, where they are others; or null.</param>
    private protected DatabaseStore(DbDataSource source, Dialect dialect, DbDataSource? writing = null)
    {
        var database = new Database(source, dialect);
        var keyed = writing is null ? database : new Database(writing, dialect);
        (AgentData, Database, Keyed) = (source, database, keyed);
        ApiKeys = new ApiKeyStore(database);
        Classifiers = new ClassifierStore(database);
        Audit = new AuditLog(database);
        Knowledge = new KnowledgeTables(database);
        PersonalData = new PersonalData(database);
        sessions = new SessionReads(keyed);
        requests = new RequestReads(keyed);
        events = new EventReads(keyed);
        runs = new RunReads(keyed);
        approvals = new ApprovalReads(keyed);
        autonomy = new AutonomyTable(database);
        notices = new NoticeTable(database);
        tickets = new TicketReads(keyed);
        memory = new MemoryTable(database);
        answers = new AnswerTable(database);
        forgotten = new ForgottenItems(database);
        costs = new CostReads(database);
        budgets = new BudgetReads(keyed);
    }

    /// <inheritdoc/>
    public abstract string Engine { get; }

    /// <inheritdoc/>
    public Durability Durability { get; private protected set; }

    /// <inheritdoc/>
    public abstract int CommitLanes { get; }

    /// <inheritdoc/>
    public DbDataSource AgentData { get; }

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

    private protected Database Database { get; }

    /// <summary>For what is found by its key, on the path of a run.</summary>
    private protected Database Keyed { get; }

    /// <inheritdoc/>
    public abstract Task InitializeAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task RetireAsync(string worker, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();

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
    public Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken = default) =>
        sessions.ListOwnedAsync(worker, cancellationToken);

    /// <inheritdoc/>
    public Task<RunRow?> FindRunAsync(Guid run, string? tenant, CancellationToken cancellationToken = default) =>
        runs.FindAsync(run, tenant, cancellationToken);

    /// <inheritdoc/>
    public abstract Task<IReadOnlyList<RunRow>> SearchRunsAsync(RunQuery query, CancellationToken cancellationToken = default);

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
}
