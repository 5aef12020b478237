using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Caching;
using Holdfast.Cost;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Models;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Text;
using Holdfast.Tools;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Holdfast.Runs;

/// <summary>The front door: opens sessions, accepts messages, runs agents, tells what became of them.</summary>
/// <remarks>Safe for concurrent use. Call <see cref="StartAsync"/> before anything else, and dispose it to hand over what still runs.</remarks>
public sealed class AgentRuntime : IAsyncDisposable
{
    private readonly IJournalStore store;
    private readonly IRunIndex index;
    private readonly AgentRuntimeOptions options;
    private readonly IdSource ids;
    private readonly TimeProvider time;
    private readonly RunHub hub = new();
    private readonly RunReader reader;
    private readonly Lazy<Worker> worker;
    private readonly Lazy<GroupCommit> commits;
    private bool disposed;

    /// <summary>Creates a runtime.</summary>
    /// <param name="agents">The agents of this process.</param>
    /// <param name="models">The models per tier.</param>
    /// <param name="store">The store; it must implement <see cref="IRunIndex"/>, <see cref="IBudgetStore"/> and <see cref="IAutonomyStore"/> as well, <see cref="IMemoryStore"/> where an agent remembers, and <see cref="IAnswerCache"/> where one caches answers. Disposed with the runtime's owner, not by the runtime.</param>
    /// <param name="options">How this process takes part; null for the defaults.</param>
    /// <param name="ids">The source of ids; null for the system's.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="logger">Where troubles of the worker are told; null for nowhere.</param>
    public AgentRuntime(
        AgentCatalog agents, ModelCatalog models, IJournalStore store, AgentRuntimeOptions? options = null, IdSource? ids = null, TimeProvider? time = null,
        ILogger<AgentRuntime>? logger = null)
    {
        Agents = agents;
        this.store = store;
        index = store as IRunIndex ?? throw new ArgumentException("The store must implement IRunIndex.", nameof(store));
        var budgets = store as IBudgetStore ?? throw new ArgumentException("The store must implement IBudgetStore.", nameof(store));
        var records = store as IAutonomyStore ?? throw new ArgumentException("The store must implement IAutonomyStore.", nameof(store));
        this.options = options ?? new AgentRuntimeOptions();
        this.ids = ids ?? IdSource.System;
        this.time = time ?? TimeProvider.System;
        commits = new(() => new GroupCommit(store));
        reader = new RunReader(store, index, hub, this.time, FindRunning);
        Gateway = new ModelGateway(models, this.ids, this.time);
        Approvals = new Approvals(store, index, agents, commits, this.ids, this.time, WakeWorker);
        Autonomy = new Autonomy(records, index, agents, this.ids, this.time, this.options.Channels);
        Tickets = new Tickets(store, index, commits, this.ids, this.time, WakeWorker, this.options.MaxInputLength);
        Memory = new UserMemory(store as IMemoryStore, this.ids, this.time);
        worker = new(() =>
        {
            var name = $"{Environment.MachineName}-{this.ids.NewId(this.time.GetUtcNow()):N}"[..Math.Min(64, Environment.MachineName.Length + 33)];
            ILogger log = logger ?? NullLogger<AgentRuntime>.Instance;
            var services = new RunServices(
                Gateway, new ToolPipeline(this.time, this.ids), store, budgets, store as IMemoryStore, store as IAnswerCache, commits.Value, hub, this.time, new Lease(this.options.LeaseDuration, this.time), name, log, this.options.Channels, Autonomy, new ToolResultCache(this.time));
            return new Worker(services, Agents, this.options, log);
        });
    }

    /// <summary>The agents of this process.</summary>
    public AgentCatalog Agents { get; }

    /// <summary>The models and the one path to them.</summary>
    public ModelGateway Gateway { get; }

    /// <summary>The calls that wait for people.</summary>
    public Approvals Approvals { get; }

    /// <summary>What agents earned by approvals.</summary>
    public Autonomy Autonomy { get; }

    /// <summary>The sessions that need a person.</summary>
    public Tickets Tickets { get; }

    /// <summary>What agents remember of users.</summary>
    public UserMemory Memory { get; }

    /// <summary>The search over runs.</summary>
    public IRunIndex Index => index;

    /// <summary>The store.</summary>
    public IJournalStore Store => store;

    /// <summary>Prepares the store and begins to work.</summary>
    /// <exception cref="HoldfastException">The store cannot be used: see <see cref="IJournalStore.InitializeAsync"/>.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await store.InitializeAsync(cancellationToken);
        if (options.RunsAgents)
        {
            await worker.Value.StartAsync(cancellationToken);
        }
    }

    /// <summary>Stops between two steps of each run, and lets other workers go on with what is not finished.</summary>
    public async ValueTask DisposeAsync()
    {
        if (worker.IsValueCreated && !Interlocked.Exchange(ref disposed, true))
        {
            await worker.Value.DisposeAsync();
        }
    }

    /// <summary>Opens a session.</summary>
    /// <param name="agentName">The agent.</param>
    /// <param name="principal">Who the agent acts for; null for <see cref="Principal.Anonymous"/>.</param>
    /// <param name="metadata">The caller's own data, a JSON object; never shown to a model.</param>
    /// <param name="idempotencyKey">The caller's key, or null.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="HoldfastException"><c>unknown-agent</c>, <c>idempotency-conflict</c>, <c>store-unavailable</c>.</exception>
    public async Task<SessionRow> OpenSessionAsync(
        string agentName, Principal? principal = null, JsonElement? metadata = null, string? idempotencyKey = null, CancellationToken cancellationToken = default) =>
        await OpenSessionAsync(Agents.Current(agentName), principal, metadata, idempotencyKey, cancellationToken);

    internal async Task<SessionRow> OpenSessionAsync(Agent agent, Principal? principal, JsonElement? metadata, string? idempotencyKey, CancellationToken cancellationToken)
    {
        var (row, journal) = NewSession(agent, principal ?? Principal.Anonymous, metadata, owner: null);
        var fingerprint = Requests.Fingerprint("session", agent.Name, row.User, metadata?.GetRawText() ?? "");
        var entry = Requests.Entry(row.Tenant, idempotencyKey, fingerprint, row.Id, row.OpenedAt);
        var commit = await journal.TryCommitAsync(events => new Commit { Session = row.Id, Idempotency = entry, Open = row, Epoch = row.Epoch, Events = events })
            .WaitAsync(cancellationToken);
        if (commit.Outcome == CommitOutcome.Duplicate)
        {
            return await store.FindSessionAsync(Requests.Same(commit.Existing!, fingerprint), cancellationToken) ?? row;
        }

        if (options.RunsAgents)
        {
            worker.Value.KeepWarm(row, journal);
        }

        return row;
    }

    /// <summary>Returns a session, or null when there is none or it is another tenant's.</summary>
    public async Task<SessionRow?> FindSessionAsync(Guid session, string? tenant = null, CancellationToken cancellationToken = default) =>
        await store.FindSessionAsync(session, cancellationToken) is { } row && (tenant is null || row.Tenant == tenant) ? row : null;

    /// <summary>Accepts a message. When the task ends, it is durable and will be answered whatever happens to this process.</summary>
    /// <param name="session">The session.</param>
    /// <param name="text">What the user says; not empty.</param>
    /// <param name="send">How it is accepted; null for the defaults.</param>
    /// <param name="cancellationToken">Gives up waiting; the message may still be accepted.</param>
    /// <exception cref="HoldfastException">
    /// <c>invalid-input</c>, <c>input-too-long</c>, <c>unknown-session</c>, <c>session-closed</c>, <c>session-expired</c>, <c>idempotency-conflict</c>, <c>store-unavailable</c>.
    /// </exception>
    public async Task<AcceptedRun> SendAsync(Guid session, string text, SendOptions? send = null, CancellationToken cancellationToken = default)
    {
        SessionFaults.DemandText(text, send?.MostCharacters ?? options.MaxInputLength);
        var now = time.GetUtcNow();
        var run = ids.NewId(now);
        var fingerprint = send?.IdempotencyKey is null ? "" : Requests.Fingerprint("message", session.ToString("N"), text);
        if (options.RunsAgents && send?.CancelsRunning != true)
        {
            var (outcome, existing) = await worker.Value.TryStartAsync(
                session, run, text, row => Requests.Entry(row.Tenant, send?.IdempotencyKey, fingerprint, run, now), cancellationToken);
            switch (outcome)
            {
                case CommitOutcome.Committed:
                    return new AcceptedRun(run, session, Repeated: false);
                case CommitOutcome.Duplicate:
                    return new AcceptedRun(Requests.Same(existing!, fingerprint), session, Repeated: true);
            }
        }

        var row = await store.FindSessionAsync(session, cancellationToken) ?? throw SessionFaults.Unknown(session);
        SessionFaults.DemandOwn(row);
        var entry = Requests.Entry(row.Tenant, send?.IdempotencyKey, fingerprint, run, now);
        if (row.Status == SessionStatus.Closed || row.ExpiresAt <= now)
        {
            // A request that was carried out while the session lived is answered as it was then.
            return entry is not null && await store.FindRequestAsync(entry.Tenant, entry.Key, cancellationToken) is { } existing
                ? new AcceptedRun(Requests.Same(existing, fingerprint), session, Repeated: true)
                : throw SessionFaults.Ended(row);
        }

        // A process that does not have the agent still lets no secret into the inbox.
        var guards = Agents.Pinned(row.Agent, row.Version)?.Guards ?? GuardSet.Default;
        var input = await new GuardStep(time).InputAsync(guards, new Principal(row.Tenant, row.User, []), state: null, text, cancellationToken);
        var before = send?.CancelsRunning == true ? await FindAsync(row, RunStatus.Running, cancellationToken) ?? await FindAsync(row, RunStatus.Waiting, cancellationToken) : null;
        var commit = new Commit
        {
            Session = session,
            Idempotency = entry,
            Run = new RunRow
            {
                Id = run,
                Session = session,
                Tenant = row.Tenant,
                User = row.User,
                Agent = row.Agent,
                Version = row.Version,
                Status = RunStatus.Queued,
                AcceptedAt = now,
            },
            Accept = new InboxItem(run, session, InboxJson.MessageKind, now, JsonSerializer.SerializeToUtf8Bytes(new InboxMessage(input.Text, Verdict: input.Verdict, Reports: input.Reports), InboxJson.Default.InboxMessage)),
        };
        await commits.Value.CommitAsync(commit).WaitAsync(cancellationToken);
        WakeWorker(session);
        if (before is { } running && commit.Outcome == CommitOutcome.Committed)
        {
            // Only now: a repetition of the request must not cancel the run that it started itself.
            await CancelAsync(running, "a newer message", row.Tenant, cancellationToken);
        }

        return commit.Outcome switch
        {
            CommitOutcome.Committed => new AcceptedRun(run, session, Repeated: false),
            CommitOutcome.Duplicate => new AcceptedRun(Requests.Same(commit.Existing!, fingerprint), session, Repeated: true),
            CommitOutcome.Closed => throw SessionFaults.Ended(row),
            _ => throw SessionFaults.Unknown(session),
        };
    }

    /// <summary>Ends a session: what was said is answered first; an agent that remembers summarises it. It is closed a moment later.</summary>
    /// <param name="session">The session.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the session may still be ended.</param>
    /// <exception cref="HoldfastException"><c>unknown-session</c>.</exception>
    public async Task CloseSessionAsync(Guid session, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var row = await FindSessionAsync(session, tenant, cancellationToken) ?? throw SessionFaults.Unknown(session);
        await commits.Value.CommitAsync(SessionEnding.Request(row, SessionEnding.Closed, time.GetUtcNow())).WaitAsync(cancellationToken);
        WakeWorker(session);
    }

    /// <summary>Opens a session, sends a message and waits for the answer.</summary>
    /// <param name="agentName">The agent.</param>
    /// <param name="text">What the user says; not empty.</param>
    /// <param name="principal">Who the agent acts for; null for <see cref="Principal.Anonymous"/>.</param>
    /// <param name="cancellationToken">Gives up waiting; the run goes on.</param>
    public async Task<RunResult> RunAsync(string agentName, string text, Principal? principal = null, CancellationToken cancellationToken = default)
    {
        SessionFaults.DemandText(text, options.MaxInputLength);
        var agent = Agents.Current(agentName);
        if (options.RunsAgents)
        {
            var (row, journal) = NewSession(agent, principal ?? Principal.Anonymous, null, worker.Value.Name);
            var run = ids.NewId(time.GetUtcNow());
            var input = await new GuardStep(time).InputAsync(agent.Guards, principal ?? Principal.Anonymous, state: null, text, cancellationToken);
            if (await worker.Value.StartNewAsync(row, journal, agent, run, input) is { } running)
            {
                return await running.WaitAsync(cancellationToken) ?? await WaitAsync(run, cancellationToken: cancellationToken);
            }
        }

        // Whoever has room for it, now or later, finds it in the store.
        var opened = await OpenSessionAsync(agentName, principal, cancellationToken: cancellationToken);
        return await WaitAsync((await SendAsync(opened.Id, text, cancellationToken: cancellationToken)).Run, cancellationToken: cancellationToken);
    }

    /// <summary>Waits until a run has ended, or until it waits for people: that may take days.</summary>
    /// <param name="run">The run.</param>
    /// <param name="limit">How long to wait at most; null for as long as it takes.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="untilEnd">Whether to wait on while the run waits for people.</param>
    /// <param name="cancellationToken">Gives up waiting; the run goes on.</param>
    /// <returns>The run, finished or as it stands when the wait ended.</returns>
    /// <exception cref="HoldfastException"><c>unknown-run</c>.</exception>
    public Task<RunResult> WaitAsync(
        Guid run, TimeSpan? limit = null, string? tenant = null, bool untilEnd = false, CancellationToken cancellationToken = default) =>
        reader.WaitAsync(run, limit, tenant, untilEnd, cancellationToken);

    /// <summary>Returns a run, or null when there is none or it is another tenant's.</summary>
    public Task<RunResult?> FindRunAsync(Guid run, string? tenant = null, CancellationToken cancellationToken = default) =>
        reader.FindAsync(run, tenant, cancellationToken);

    /// <summary>Reads the journal of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Only events with a greater sequence number.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The events, or null when there is no such run.</returns>
    public Task<IReadOnlyList<EventRecord>?> ReadRunAsync(Guid run, long after = 0, string? tenant = null, CancellationToken cancellationToken = default) =>
        reader.ReadAsync(run, after, tenant, cancellationToken);

    /// <summary>Begins to keep what happens in a session, for <see cref="FollowAsync"/>. A model streams its answer only when somebody watches as its call begins.</summary>
    /// <param name="session">The session.</param>
    public SessionWatch Watch(Guid session) => new(hub.Watch(session));

    /// <summary>Follows a run: the events it has, then those to come as they become durable, with the provisional text between them; ends with the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="after">Only events with a greater sequence number: where a broken connection stopped.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="watch">What was kept since before the message was sent; null to begin now. Stays the caller's to dispose.</param>
    /// <param name="untilEnd">Whether to stay while the run waits for people.</param>
    /// <param name="cancellationToken">Stops following; the run goes on.</param>
    /// <exception cref="HoldfastException"><c>unknown-run</c>.</exception>
    public IAsyncEnumerable<RunSignal> FollowAsync(
        Guid run, long after = 0, string? tenant = null, SessionWatch? watch = null, bool untilEnd = true, CancellationToken cancellationToken = default) =>
        reader.FollowAsync(run, after, tenant, watch, untilEnd, cancellationToken);

    /// <summary>Asks a run to end. It ends at the next boundary: a step under way is broken off, an effect under way is settled.</summary>
    /// <param name="run">The run.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>True when the request was accepted, false when the run had already ended.</returns>
    /// <exception cref="HoldfastException"><c>unknown-run</c>.</exception>
    public async Task<bool> CancelAsync(Guid run, string by, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var row = await index.FindRunAsync(run, tenant, cancellationToken) ?? throw RunReader.Unknown(run);
        if (row.Status == RunStatus.Finished)
        {
            return false;
        }

        await AcceptAsync(row.Session, InboxJson.CancelKind, JsonSerializer.SerializeToUtf8Bytes(new InboxCancel(run, by), InboxJson.Default.InboxCancel), cancellationToken);
        return true;
    }

    /// <summary>Records what somebody thought of a run.</summary>
    /// <param name="feedback">The run and the judgement: at least one of rating, score, comment and correction.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="HoldfastException"><c>unknown-run</c>, <c>invalid-feedback</c>.</exception>
    public async Task GiveFeedbackAsync(FeedbackGiven feedback, string? tenant = null, CancellationToken cancellationToken = default)
    {
        if (feedback is { Rating: null, Score: null, Comment: null, Correction: null } || feedback.Rating is not (null or 1 or -1) || feedback.Score is < 1 or > 5 || feedback.Comment?.Length > 10_000 || feedback.Correction?.Length > 10_000)
        {
            throw new HoldfastException("invalid-feedback", "Give at least one of: rating (1 or -1), score (1 to 5), comment, correction (10,000 characters each at most).");
        }

        var row = await index.FindRunAsync(feedback.Run, tenant, cancellationToken) ?? throw RunReader.Unknown(feedback.Run);
        if (feedback.Comment is { } comment)
        {
            // Nobody acts on a comment, so that whatever a guard would block is only left without what it replaces.
            var guards = Agents.Pinned(row.Agent, row.Version)?.Guards ?? GuardSet.Default;
            feedback = feedback with { Comment = (await new GuardStep(time).InputAsync(guards, new Principal(row.Tenant, row.User, []), state: null, comment, cancellationToken)).Text };
        }

        if ((feedback.Rating == -1 || feedback.Correction is not null) && store is IAnswerCache answers)
        {
            await AnswerStep.RemoveAsync(answers, row.Id, await reader.ReadAsync(row.Id, 0, tenant, cancellationToken), time.GetUtcNow(), cancellationToken);
        }

        await AcceptAsync(row.Session, InboxJson.FeedbackKind, JsonSerializer.SerializeToUtf8Bytes(feedback, InboxJson.Default.FeedbackGiven), cancellationToken);
    }

    private async Task AcceptAsync(Guid session, string kind, byte[] payload, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await commits.Value.CommitAsync(new Commit { Session = session, Accept = new InboxItem(ids.NewId(now), session, kind, now, payload) }).WaitAsync(cancellationToken);
        WakeWorker(session);
    }

    private async Task<Guid?> FindAsync(SessionRow row, RunStatus status, CancellationToken cancellationToken) =>
        (await index.SearchRunsAsync(new RunQuery { Session = row.Id, Status = status, Limit = 1 }, cancellationToken)) is [var running] ? running.Id : null;

    private bool FindRunning(Guid run, string? tenant, [NotNullWhen(true)] out Task<RunResult?>? result)
    {
        result = null;
        return options.RunsAgents && worker.Value.TryFindRunning(run, tenant, out result);
    }

    private void WakeWorker(Guid session)
    {
        if (options.RunsAgents)
        {
            worker.Value.Wake(session);
        }
    }

    private (SessionRow Row, SessionJournal Journal) NewSession(Agent agent, Principal principal, JsonElement? metadata, string? owner)
    {
        var now = time.GetUtcNow();
        var row = new SessionRow
        {
            Id = ids.NewId(now),
            Tenant = principal.Tenant,
            User = principal.User,
            Agent = agent.Name,
            Version = agent.Version,
            OpenedAt = now,
            ExpiresAt = now + agent.SessionLifetime,
            Status = owner is null ? SessionStatus.Idle : SessionStatus.Running,
            Owner = owner,
            Epoch = 1,
            Metadata = metadata?.GetRawText(),
        };
        var journal = new SessionJournal(row.Id, row.Epoch, RunState.Empty with { Session = row.Id }, default, commits.Value, hub, time);
        journal.Record(new SessionOpened(agent.Name, agent.Version, principal.Tenant, principal.User, principal.Scopes.Count == 0 ? null : principal.Scopes, metadata, UntrustedText.Nonce(ids.NewId(now))));
        return (row, journal);
    }
}
