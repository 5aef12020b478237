using System.Diagnostics.CodeAnalysis;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Owns sessions and runs them: takes idle ones at once, goes on with those that it claims, hands over what is left at the end.</summary>
internal sealed class Worker : IAsyncDisposable
{
    private readonly RunServices services;
    private readonly AgentCatalog agents;
    private readonly AgentRuntimeOptions options;
    private readonly ILogger logger;
    private readonly Interpreter interpreter;
    private readonly WarmSessions warm;
    private readonly ActiveRuns active;
    private readonly RunStarter starter;
    private readonly Inbox inbox;
    private readonly Decisions decisions;
    private readonly SessionClaims claims;
    private readonly CancellationTokenSource stopping = new();
    private WorkLoops? loops;

    public Worker(RunServices services, AgentCatalog agents, AgentRuntimeOptions options, ILogger logger)
    {
        this.services = services;
        this.agents = agents;
        this.options = options;
        this.logger = logger;
        interpreter = new Interpreter(services);
        warm = new WarmSessions(options.WarmSessions);
        active = new ActiveRuns(options.MaxConcurrentRuns);
        starter = new RunStarter(services, active);
        inbox = new Inbox(services, starter, logger, stopping.Token);
        decisions = new Decisions(services);
        claims = new SessionClaims(services, active, ResumeAsync, CheckInboxAsync, stopping.Token);
    }

    public string Name => services.Worker;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var warning in agents.All.SelectMany(agent => agent.Warnings.Concat(ConfidenceRules.Warnings(agent, services.Gateway.Catalog))))
        {
            logger.AgentWarning(warning);
        }

        await services.Store.HeartbeatAsync(Name, services.Time.GetUtcNow(), cancellationToken);
        services.Lease.Renewed(services.Time.GetTimestamp());
        loops = new WorkLoops(services, options.PollInterval, claims.ClaimAsync, claims.ReconcileAsync, new MemoryKeeper(services, agents).KeepAsync, Wake, logger, stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await active.DrainAsync();
        await stopping.CancelAsync();
        await (loops?.Ended ?? Task.CompletedTask);

        // What a claim under way still brought.
        await active.DrainAsync();
        await services.Store.RetireAsync(Name, CancellationToken.None);
        loops?.Dispose();
        stopping.Dispose();
    }

    /// <summary>The result to come of a run that this worker runs now.</summary>
    public bool TryFindRunning(Guid run, string? tenant, [NotNullWhen(true)] out Task<RunResult?>? result) => active.TryGetResult(run, tenant, out result);

    public void KeepWarm(SessionRow row, SessionJournal journal) => warm.Keep(row, journal);

    /// <summary>Something arrived for a session.</summary>
    public void Wake(Guid session)
    {
        if (session == Guid.Empty)
        {
            // Wake-ups may have been missed: look at the inboxes of the runs in hand, too.
            foreach (var (id, run) in active.All)
            {
                run.Woken = true;
                _ = CheckInboxAsync(id, run);
            }
        }

        if (active.TryGet(session, out var handle))
        {
            handle.Woken = true;
            _ = CheckInboxAsync(session, handle);
        }

        if (!active.Contains(session))
        {
            loops?.LookForWork();
        }
    }

    /// <summary>Takes an idle session and starts a run in it, in one commit; anything but Committed and Duplicate means: put it into the inbox.</summary>
    public async Task<(CommitOutcome Outcome, IdempotencyEntry? Existing)> TryStartAsync(
        Guid session, Guid run, string text, Func<SessionRow, IdempotencyEntry?> request, CancellationToken cancellationToken)
    {
        if (active.Room <= 0 || active.Contains(session))
        {
            return (CommitOutcome.Busy, null);
        }

        if (!warm.TryTake(session, out var idle))
        {
            var row = await services.Store.FindSessionAsync(session, cancellationToken);
            if (row is not { Status: SessionStatus.Idle })
            {
                return (row is null ? CommitOutcome.NotFound : CommitOutcome.Busy, null);
            }

            var (state, hash) = await SessionLoader.LoadWithHashAsync(services.Store, row, cancellationToken);
            idle = (row, JournalOf(row, state, hash));
        }

        if (idle.Row.ExpiresAt <= services.Time.GetUtcNow() || agents.Pinned(idle.Row.Agent, idle.Row.Version) is not { } agent)
        {
            return (CommitOutcome.Busy, null);
        }

        var input = await new GuardStep(services.Time).InputAsync(agent.Guards, idle.Journal.State.Principal, idle.Journal.State, text, cancellationToken);
        idle.Journal.Retake();
        var commit = await StartHereAsync(idle.Row, idle.Journal, agent, run, () => starter.StartAsync(idle.Row, idle.Journal, agent, run, input, request(idle.Row), takes: true));
        return (commit?.Outcome ?? CommitOutcome.Busy, commit?.Existing);
    }

    /// <summary>Opens a session with its first run, in one commit. Returns the result to come, or null when this worker has no room for it or stops.</summary>
    public async Task<Task<RunResult?>?> StartNewAsync(SessionRow row, SessionJournal journal, Agent agent, Guid run, GuardedInput input)
    {
        Task<RunResult?>? result = null;
        var commit = await StartHereAsync(row, journal, agent, run, async () =>
        {
            var commit = await starter.StartAsync(row, journal, agent, run, input, opens: true);
            active.TryGetResult(run, tenant: null, out result);
            return commit;
        });
        return commit is null or { Outcome: CommitOutcome.Committed }
            ? result
            : throw new HoldfastException("store-unavailable", $"The session could not be opened: {commit.Outcome}.");
    }

    /// <summary>Starts a run that nobody else knows of yet; null when there is no room. A failure leaves open whether it started, so this worker looks again later.</summary>
    private async Task<Commit?> StartHereAsync(SessionRow row, SessionJournal journal, Agent agent, Guid run, Func<Task<Commit>> start)
    {
        var handle = new RunHandle { Run = run };
        if (!active.TryStart(row.Id, handle))
        {
            handle.Dispose();
            return null;
        }

        Commit? commit = null;
        try
        {
            commit = await start();
        }
        catch
        {
            claims.LookAgain(row.Id);
            throw;
        }
        finally
        {
            if (commit?.Outcome != CommitOutcome.Committed)
            {
                Leave(row.Id, handle);
            }
        }

        if (commit.Outcome == CommitOutcome.Committed)
        {
            _ = DriveAsync(row, journal, agent, handle);
        }

        return commit;
    }

    /// <summary>Runs the run in hand to its end and lets the session go.</summary>
    private async Task DriveAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle)
    {
        RunResult? result = null;
        try
        {
            await interpreter.RunAsync(journal, DelegationRules.Limited(agent, journal.State), handle);
            if (!journal.State.Running)
            {
                result = RunResults.Of(journal.State);
            }

            if (!journal.State.Running && !journal.State.Closed)
            {
                warm.Keep(row with { ExpiresAt = TicketRules.ExpiryOf(journal.State, agent) }, journal);
            }
        }
        catch (OwnershipLostException)
        {
            logger.OwnershipLost(handle.Run, row.Id);
            claims.LookAgain(row.Id);
        }
        catch (Exception e)
        {
            // Still ours, but what became durable is unknown: read it again and go on from there.
            logger.SessionInterrupted(row.Id, e);
            claims.LookAgain(row.Id);
        }
        finally
        {
            Leave(row.Id, handle);
            active.Conclude(handle.Run, result);
        }
    }

    private void Leave(Guid session, RunHandle handle)
    {
        if (active.Remove(session, handle) && handle.Woken)
        {
            loops?.LookForWork();
        }
    }

    /// <summary>Goes on with a session that was claimed, or that this worker still owns after a trouble with the store.</summary>
    private async Task ResumeAsync(SessionRow row)
    {
        var handle = new RunHandle();
        if (!active.TryResume(row.Id, handle))
        {
            // Claimed in the moment between the end of its last run and the leaving of it here, or from under a run that will notice.
            handle.Dispose();
            claims.LookAgain(row.Id);
            return;
        }

        try
        {
            var (state, hash) = await SessionLoader.LoadWithHashAsync(services.Store, row, stopping.Token);
            var journal = JournalOf(row, state, hash);
            if (agents.Pinned(row.Agent, row.Version) is not { } agent)
            {
                logger.AgentMissing(row.Id, row.Agent);
                await claims.LeaveToOthersAsync(row);
                return;
            }

            if (Decisions.Concern(state))
            {
                handle.Run = state.Run;
                if (!await decisions.TakeAsync(row, journal, DelegationRules.Limited(agent, state), handle, stopping.Token))
                {
                    return;
                }

                logger.Resumed(state.Run, row.Id, Name);
                active.Announce(state.Run, row.Tenant);
                await CheckInboxAsync(row.Id, handle);
            }
            else if (state.Running)
            {
                logger.Resumed(state.Run, row.Id, Name);
                var (tokens, cost) = await LostUsage.AssumeAsync(services, state, DelegationRules.Limited(agent, state), stopping.Token);
                journal.Record(new RunResumed(Name, row.Epoch, tokens, cost, agent.Version == row.Version ? null : agent.Version));
                // Before anything else is used: a second loss must find what is assumed for the first one.
                await journal.FlushAsync();
                handle.Run = state.Run;
                active.Announce(state.Run, row.Tenant);
                await CheckInboxAsync(row.Id, handle);
            }
            else if (!await inbox.TakeAsync(row, journal, agent, handle))
            {
                return;
            }
            else if (handle.Woken)
            {
                // Whoever looked before the run was known could not tell whom a request to cancel is for.
                await CheckInboxAsync(row.Id, handle);
            }

            await DriveAsync(row, journal, agent, handle);
        }
        catch (OwnershipLostException)
        {
            logger.OwnershipLost(handle.Run, row.Id);
            claims.LookAgain(row.Id);
        }
        catch (HoldfastException e) when (e.Code is "journal-too-new" or "journal-damaged")
        {
            logger.SessionUnreadable(row.Id, e);
            await claims.LeaveToOthersAsync(row);
        }
        catch (Exception e)
        {
            logger.SessionInterrupted(row.Id, e);
            claims.LookAgain(row.Id);
        }
        finally
        {
            Leave(row.Id, handle);
        }
    }

    private async Task CheckInboxAsync(Guid session, RunHandle handle)
    {
        if (!await inbox.CheckAsync(session, handle))
        {
            loops?.ReconcileSoon();
        }
    }

    private SessionJournal JournalOf(SessionRow row, RunState state, ReadOnlyMemory<byte> hash) =>
        new(row.Id, row.Epoch, state, hash, services.Commits, services.Hub, services.Time);
}
