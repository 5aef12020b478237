using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Owns sessions and runs them: takes idle ones at once, claims ready ones and those of dead workers, hands over what is left at the end.</summary>
internal sealed class Worker(RunServices services, AgentCatalog agents, AgentRuntimeOptions options, ILogger logger) : IAsyncDisposable
{
    private readonly Interpreter interpreter = new(services);
    private readonly WarmSessions warm = new(options.WarmSessions);
    private readonly ConcurrentDictionary<Guid, RunHandle> active = new();
    private readonly ConcurrentDictionary<Guid, (string Tenant, TaskCompletionSource<RunResult?> Result)> running = new();
    private readonly ConcurrentQueue<(Guid Session, long Since)> interrupted = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Guid, bool> notForUs = new();
    private WorkLoops? loops;
    private volatile bool draining;

    public string Name => services.Worker;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await services.Store.HeartbeatAsync(Name, services.Time.GetUtcNow(), cancellationToken);
        services.Lease.Renewed(services.Time.GetTimestamp());
        loops = new WorkLoops(services, options.PollInterval, ClaimAsync, ReconcileAsync, Wake, logger, stopping.Token);
    }

    public async ValueTask DisposeAsync()
    {
        draining = true;
        while (!active.IsEmpty)
        {
            foreach (var handle in active.Values)
            {
                handle.Draining = true;
            }

            // A claim under way may add more; they are handed over in the next round.
            foreach (var handle in active.Values)
            {
                await handle.Ended.Task;
            }
        }

        await stopping.CancelAsync();
        await (loops?.Ended ?? Task.CompletedTask);
        await services.Store.RetireAsync(Name, CancellationToken.None);
        loops?.Dispose();
        stopping.Dispose();
    }

    /// <summary>The result of a run that this worker runs now; null when it does not.</summary>
    public bool TryFindRunning(Guid run, string? tenant, [NotNullWhen(true)] out Task<RunResult?>? result)
    {
        result = running.TryGetValue(run, out var entry) && (tenant is null || tenant == entry.Tenant) ? entry.Result.Task : null;
        return result is not null;
    }

    public void KeepWarm(SessionRow row, SessionJournal journal) => warm.Keep(row, journal);

    /// <summary>Something arrived for a session.</summary>
    public void Wake(Guid session)
    {
        if (session == Guid.Empty)
        {
            // Wake-ups may have been missed: look at the inboxes of the runs in hand, too.
            foreach (var (id, run) in active)
            {
                run.Woken = true;
                _ = CheckInboxAsync(id, run);
            }
        }

        if (active.TryGetValue(session, out var handle))
        {
            handle.Woken = true;
            _ = CheckInboxAsync(session, handle);
        }

        if (!active.ContainsKey(session))
        {
            loops?.LookForWork();
        }
    }

    /// <summary>Takes an idle session and starts a run in it, in one commit; anything but Committed and Duplicate means: put it into the inbox.</summary>
    public async Task<(CommitOutcome Outcome, IdempotencyEntry? Existing)> TryStartAsync(
        Guid session, Guid run, string text, Func<SessionRow, IdempotencyEntry?> idempotency, CancellationToken cancellationToken)
    {
        if (draining || active.Count >= options.MaxConcurrentRuns || active.ContainsKey(session))
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

        idle.Journal.Retake();
        var handle = new RunHandle { Run = run };
        if (!active.TryAdd(session, handle))
        {
            handle.Dispose();
            return (CommitOutcome.Busy, null);
        }

        if (draining)
        {
            Leave(session, handle);
            return (CommitOutcome.Busy, null);
        }

        var commit = await BeginHereAsync(handle, idle.Row, idle.Journal, agent, run, text, idempotency, open: null, take: true);
        if (commit.Outcome != CommitOutcome.Committed)
        {
            Leave(session, handle);
            return (commit.Outcome, commit.Existing);
        }

        _ = DriveAsync(idle.Row, idle.Journal, agent, handle);
        return (CommitOutcome.Committed, null);
    }

    /// <summary>Opens a session with its first run, in one commit.</summary>
    public async Task<Task<RunResult?>> StartNewAsync(SessionRow row, SessionJournal journal, Agent agent, Guid run, string text)
    {
        var handle = new RunHandle { Run = run };
        active[row.Id] = handle;
        var commit = await BeginHereAsync(handle, row, journal, agent, run, text, idempotency: null, open: row, take: false);
        if (commit.Outcome != CommitOutcome.Committed)
        {
            Leave(row.Id, handle);
            throw new HoldfastException("store-unavailable", $"The session could not be opened: {commit.Outcome}.");
        }

        var result = running[run].Result.Task;
        _ = DriveAsync(row, journal, agent, handle);
        return result;
    }

    /// <summary>Begins a run that nobody else knows of yet. A failure leaves open whether it began, so this worker looks again later.</summary>
    private async Task<Commit> BeginHereAsync(
        RunHandle handle, SessionRow row, SessionJournal journal, Agent agent, Guid run, string text, Func<SessionRow, IdempotencyEntry?>? idempotency, SessionRow? open, bool take)
    {
        try
        {
            return await BeginAsync(row, journal, agent, run, text, idempotency?.Invoke(row), open, take, inbox: []);
        }
        catch
        {
            Leave(row.Id, handle);
            LookAgain(row.Id);
            throw;
        }
    }

    private async Task<Commit> BeginAsync(
        SessionRow row, SessionJournal journal, Agent agent, Guid run, string text, IdempotencyEntry? idempotency, SessionRow? open, bool take, IReadOnlyList<long> inbox)
    {
        var now = services.Time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, agent.TimeZone);
        journal.Record(new RunStarted(
            run,
            journal.State.Ordinal + 1,
            text,
            services.Store.Durability switch { Durability.Power => "power", Durability.Process => "process", _ => "none" },
            Version: agent.Version == row.Version ? null : agent.Version,
            Context: $"[Now: {local:dddd yyyy-MM-dd HH:mm} {agent.TimeZone.Id}]"));
        var state = journal.State;
        running[run] = (row.Tenant, new TaskCompletionSource<RunResult?>(TaskCreationOptions.RunContinuationsAsynchronously));
        Commit? commit = null;
        try
        {
            commit = await journal.TryCommitAsync(events => new Commit
            {
                Session = row.Id,
                Idempotency = idempotency,
                Open = open,
                Take = take ? Name : null,
                Epoch = journal.Epoch,
                Events = events,
                TakenFromInbox = inbox,
                Run = new RunRow
                {
                    Id = run,
                    Session = row.Id,
                    Ordinal = state.Ordinal,
                    Tenant = row.Tenant,
                    User = row.User,
                    Agent = row.Agent,
                    Version = row.Version,
                    Status = RunStatus.Running,
                    AcceptedAt = now,
                    FirstSequence = state.Sequence,
                },
            });
            return commit;
        }
        finally
        {
            if (commit?.Outcome != CommitOutcome.Committed)
            {
                running.TryRemove(run, out _);
            }
        }
    }

    /// <summary>Runs the run in hand to its end and lets the session go.</summary>
    private async Task DriveAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle)
    {
        RunResult? result = null;
        try
        {
            await interpreter.RunAsync(journal, agent, handle);
            if (!journal.State.Running)
            {
                result = RunResults.Of(journal.State);
                warm.Keep(row with { ExpiresAt = journal.State.Now + agent.SessionLifetime }, journal);
            }
        }
        catch (OwnershipLostException)
        {
            logger.OwnershipLost(handle.Run, row.Id);
            LookAgain(row.Id);
        }
        catch (Exception e)
        {
            // Still ours, but what became durable is unknown: read it again and go on from there.
            logger.SessionInterrupted(row.Id, e);
            LookAgain(row.Id);
        }
        finally
        {
            Leave(row.Id, handle);
            if (running.TryRemove(handle.Run, out var entry))
            {
                entry.Result.TrySetResult(result);
            }
        }
    }

    /// <summary>Gives back a session that this process cannot run, and does not claim it again: another version of it may know the agent or the journal.</summary>
    private Task LeaveToOthersAsync(SessionRow row)
    {
        notForUs[row.Id] = true;
        return services.Commits.CommitAsync(new Commit { Session = row.Id, Epoch = row.Epoch, Release = true, HandsOver = true });
    }

    private void Leave(Guid session, RunHandle handle)
    {
        active.TryRemove(new(session, handle));
        handle.Ended.TrySetResult();
        handle.Dispose();
        if (handle.Woken)
        {
            loops?.LookForWork();
        }
    }

    /// <summary>Remembers a session that may be this worker's although it does not work on it.</summary>
    private void LookAgain(Guid session) => interrupted.Enqueue((session, services.Time.GetTimestamp()));

    /// <summary>Goes on with a session that was claimed, or that this worker still owns after a trouble with the store.</summary>
    private async Task ResumeAsync(SessionRow row)
    {
        var handle = new RunHandle();
        if (!active.TryAdd(row.Id, handle))
        {
            // Claimed in the moment between the end of its last run and the leaving of it here, or from under a run that will notice.
            handle.Dispose();
            LookAgain(row.Id);
            return;
        }

        try
        {
            var (state, hash) = await SessionLoader.LoadWithHashAsync(services.Store, row, stopping.Token);
            var journal = JournalOf(row, state, hash);
            if (agents.Pinned(row.Agent, row.Version) is not { } agent)
            {
                logger.AgentMissing(row.Id, row.Agent);
                await LeaveToOthersAsync(row);
                return;
            }

            if (state.Running)
            {
                logger.Resumed(state.Run, row.Id, Name);
                var (tokens, cost) = await LostUsage.AssumeAsync(services, state, agent, stopping.Token);
                journal.Record(new RunResumed(Name, row.Epoch, tokens, cost, agent.Version == row.Version ? null : agent.Version));
                handle.Run = state.Run;
                running[state.Run] = (row.Tenant, new TaskCompletionSource<RunResult?>(TaskCreationOptions.RunContinuationsAsynchronously));
                await CheckInboxAsync(row.Id, handle);
            }
            else if (!await TakeInboxAsync(row, journal, agent, handle))
            {
                return;
            }

            await DriveAsync(row, journal, agent, handle);
        }
        catch (OwnershipLostException)
        {
            logger.OwnershipLost(handle.Run, row.Id);
            LookAgain(row.Id);
        }
        catch (HoldfastException e) when (e.Code is "journal-too-new" or "journal-damaged")
        {
            logger.SessionUnreadable(row.Id, e);
            await LeaveToOthersAsync(row);
        }
        catch (Exception e)
        {
            logger.SessionInterrupted(row.Id, e);
            LookAgain(row.Id);
        }
        finally
        {
            if (active.ContainsKey(row.Id))
            {
                Leave(row.Id, handle);
            }
        }
    }

    /// <summary>Journals what the inbox holds, up to and with the first message. Returns whether a run was started.</summary>
    private async Task<bool> TakeInboxAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle)
    {
        var items = await services.Store.ReadInboxAsync(row.Id, stopping.Token);
        foreach (var item in items)
        {
            switch (item.Kind)
            {
                case InboxJson.MessageKind:
                    var message = Inbox.ReadMessage(item);
                    handle.Run = item.Id;
                    var begun = await BeginAsync(row, journal, agent, item.Id, message.Text, null, open: null, take: false, inbox: [item.Position]);
                    if (begun.Outcome != CommitOutcome.Committed)
                    {
                        throw new OwnershipLostException(row.Id, begun.Outcome.ToString());
                    }

                    Inbox.RequestCancel(items, handle);
                    if (handle.Woken)
                    {
                        // Whoever looked before the run was known could not tell whom a request is for.
                        await CheckInboxAsync(row.Id, handle);
                    }

                    return true;
                case InboxJson.FeedbackKind:
                    var feedback = Inbox.ReadFeedback(item);
                    journal.Record(feedback);
                    await journal.CommitAsync(events => new Commit
                    {
                        Session = row.Id,
                        Epoch = row.Epoch,
                        Events = events,
                        TakenFromInbox = [item.Position],
                        Feedback = new FeedbackRow(feedback.Run, item.At, feedback.By, feedback.Rating, feedback.Score, feedback.Comment),
                    });
                    break;
                default:
                    // A request to cancel a run that is still queued behind it waits for that run; any other came too late.
                    if (!items.Any(i => i.Kind == InboxJson.MessageKind && i.Id == Inbox.ReadCancel(item).Run))
                    {
                        await journal.CommitAsync(events => new Commit { Session = row.Id, Epoch = row.Epoch, Events = events, TakenFromInbox = [item.Position] });
                    }

                    break;
            }
        }

        await journal.CommitAsync(events => new Commit { Session = row.Id, Epoch = row.Epoch, Events = events, Release = true });
        return false;
    }

    private async Task CheckInboxAsync(Guid session, RunHandle handle)
    {
        try
        {
            Inbox.RequestCancel(await services.Store.ReadInboxAsync(session, stopping.Token), handle);
        }
        catch (Exception e) when (e is HoldfastException or OperationCanceledException or ObjectDisposedException)
        {
            // The request is durable, and is looked for again.
            logger.InboxUnread(session, e);
            loops?.ReconcileSoon();
        }
    }

    private SessionJournal JournalOf(SessionRow row, RunState state, ReadOnlyMemory<byte> hash) =>
        new(row.Id, row.Epoch, state, hash, services.Commits, services.Hub, services.Time);

    private async Task ClaimAsync()
    {
        if (!services.Lease.IsFresh)
        {
            // Whoever cannot prove to be alive must not take on work: no effect would be allowed, and others may take it at once.
            return;
        }

        for (var n = interrupted.Count; n > 0 && !draining && interrupted.TryDequeue(out var entry); n--)
        {
            await LookAfterAsync(entry.Session, entry.Since);
        }

        while (!draining && options.MaxConcurrentRuns - active.Count is > 0 and var room)
        {
            var claimed = await services.Store.ClaimAsync(Name, Math.Min(room, 32), services.Time.GetUtcNow() - services.Lease.Duration, [.. notForUs.Keys], stopping.Token);
            foreach (var row in claimed)
            {
                _ = ResumeAsync(row);
            }

            if (claimed.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Takes up what this worker owns without running it, and looks at the inboxes of what it runs: an answer or a wake-up may have been lost.</summary>
    private async Task ReconcileAsync()
    {
        if (!services.Lease.IsFresh)
        {
            return;
        }

        foreach (var owned in await services.Store.ListOwnedAsync(Name, stopping.Token))
        {
            if (active.TryGetValue(owned.Session, out var handle))
            {
                if (owned.InboxWaits)
                {
                    await CheckInboxAsync(owned.Session, handle);
                }
            }
            else if (!draining && await FindMineAsync(owned.Session) is { } row)
            {
                // Not only just now let go of: claimed or taken by a request whose answer never came.
                _ = ResumeAsync(row);
            }
        }
    }

    /// <summary>A session that this worker owns by the store's word; null when it does not, or when it works on it.</summary>
    private async Task<SessionRow?> FindMineAsync(Guid session) =>
        !active.ContainsKey(session) && await services.Store.FindSessionAsync(session, stopping.Token) is { Status: SessionStatus.Running } row && row.Owner == Name ? row : null;

    /// <summary>Goes on with a session of this worker that nobody works on. A commit that seemed lost may still arrive, so it is looked at for a while.</summary>
    private async Task LookAfterAsync(Guid session, long since)
    {
        var again = true;
        try
        {
            if (await FindMineAsync(session) is { } row)
            {
                again = false;
                _ = ResumeAsync(row);
            }
            else
            {
                again = active.ContainsKey(session) || services.Time.GetElapsedTime(since) < services.Lease.Duration;
            }
        }
        finally
        {
            if (again)
            {
                interrupted.Enqueue((session, since));
            }
        }
    }
}
