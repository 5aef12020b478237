using System.Text;
using Holdfast.Cost;
using Holdfast.Journal;

namespace Holdfast.Storage.Tests.Contracts;

/// <summary>What all contract suites share: a store on an empty database, and short ways to say what is committed.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly IdSource ids = IdSource.Seeded(7);
    private ITestDatabase database = null!;
    private TestStore store = null!;

    protected IJournalStore Journal => store.Journal;

    protected IRunIndex Runs => store.Runs;

    protected IBudgetStore Budgets => store.Budgets;

    public async ValueTask InitializeAsync()
    {
        database = await CreateDatabaseAsync();
        store = (await database.OpenAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }

    /// <summary>Creates an empty database.</summary>
    protected abstract Task<ITestDatabase> CreateDatabaseAsync();

    /// <summary>Opens another store on the same database, as another process would.</summary>
    protected async Task<TestStore> OpenAnotherAsync()
    {
        var another = await database.OpenAsync();
        Assert.SkipWhen(another is null, "This engine lives in one process.");
        return another!;
    }

    protected Guid NewId() => ids.NewId(Start);

    protected static SessionRow Session(Guid id, string user = "ann", string tenant = "default", DateTimeOffset? at = null) => new()
    {
        Id = id,
        Tenant = tenant,
        User = user,
        Agent = "scheduling",
        Version = "1.0.0",
        OpenedAt = at ?? Start,
        ExpiresAt = (at ?? Start).AddMinutes(30),
        Status = SessionStatus.Idle,
    };

    protected static EventRecord Event(Guid session, long sequence, int run = 1, string kind = "run.step", EventRecord? previous = null, string? payload = null)
    {
        var bytes = Encoding.UTF8.GetBytes(payload ?? $$"""{"n":{{sequence}}}""");
        var at = Start.AddTicks(sequence * 10);
        var hash = HashChain.NextOf(previous is null ? default : previous.Hash.Span, session, sequence, run, kind, at, bytes);
        return new EventRecord(sequence, run, kind, at, bytes, hash);
    }

    protected static EventRecord[] Events(Guid session, long from, int count)
    {
        var events = new EventRecord[count];
        for (var i = 0; i < count; i++)
        {
            events[i] = Event(session, from + i, previous: i == 0 ? null : events[i - 1]);
        }

        return events;
    }

    protected static RunRow Run(Guid id, SessionRow session, int ordinal = 1, RunStatus status = RunStatus.Running, DateTimeOffset? at = null) => new()
    {
        Id = id,
        Session = session.Id,
        Ordinal = ordinal,
        Tenant = session.Tenant,
        User = session.User,
        Agent = session.Agent,
        Version = session.Version,
        Status = status,
        AcceptedAt = at ?? session.OpenedAt,
        FirstSequence = status == RunStatus.Queued ? 0 : 1,
    };

    protected static RunFinish Finish(Guid run, string text = "", string? error = null, DateTimeOffset? at = null, params string[] tools) => new()
    {
        Id = run,
        Reason = TerminationReason.Completed,
        At = at ?? Start.AddSeconds(2),
        LastSequence = 3,
        Steps = 2,
        Text = text,
        Error = error,
        Tools = tools,
        Usage = [new RunUsage("openai/gpt-5-mini", "standard", "act", 2, 100, 20, 3_000)],
    };

    protected static ApprovalRow Approval(Guid id, SessionRow session, Guid run, ApprovalStatus status = ApprovalStatus.Pending, DateTimeOffset? at = null) => new()
    {
        Id = id,
        Session = session.Id,
        Run = run,
        Tenant = session.Tenant,
        User = session.User,
        Agent = session.Agent,
        Tool = "pay",
        Arguments = """{"amount":20}""",
        Rule = "amount",
        Reason = "It is a lot.",
        Digest = "00ff",
        Status = status,
        RequestedAt = at ?? Start,
        ExpiresAt = (at ?? Start).AddDays(1),
    };

    protected static TicketRow Ticket(Guid id, SessionRow session, Guid run, TicketStatus status = TicketStatus.Open, DateTimeOffset? at = null) => new()
    {
        Id = id,
        Session = session.Id,
        Run = run,
        Tenant = session.Tenant,
        User = session.User,
        Agent = session.Agent,
        Reason = TicketReason.OutcomeUnknown,
        Priority = TicketPriority.High,
        Summary = "Asked: to pay",
        Status = status,
        OpenedAt = at ?? Start,
        DueAt = (at ?? Start).AddHours(4),
    };

    protected InboxItem Message(Guid session, DateTimeOffset? at = null) =>
        new(NewId(), session, "message", at ?? Start, Encoding.UTF8.GetBytes("""{"text":"hello"}"""));

    protected async Task<CommitOutcome> CommitAsync(Commit commit)
    {
        await Journal.CommitAsync([commit]);
        return commit.Outcome;
    }

    /// <summary>Opens a session that <c>w1</c> owns under epoch 1, with its first event.</summary>
    protected async Task<SessionRow> OpenOwnedAsync(string worker = "w1", DateTimeOffset? at = null)
    {
        var session = Session(NewId(), at: at) with { Status = SessionStatus.Running, Owner = worker, Epoch = 1 };
        (await CommitAsync(new Commit { Session = session.Id, Open = session, Epoch = 1, Events = Events(session.Id, 1, 1) })).ShouldBe(CommitOutcome.Committed);
        return session;
    }

    protected async Task<SessionRow> FindAsync(Guid session) => (await Journal.FindSessionAsync(session)).ShouldNotBeNull();
}
