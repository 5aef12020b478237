using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Performs a run's commands, one after the other, and records what came back. The only place with effects.</summary>
internal sealed class Interpreter(RunServices services)
{
    /// <summary>Timers cannot be longer than about 49 days; a longer time limit counts as this.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(24);

    private readonly GuardStep guards = new(services.Time);
    private readonly ModelStep modelStep = new(services, new GuardStep(services.Time));
    private readonly MemoryStep memoryStep = new(services);
    private readonly AnswerStep answerStep = new(services);
    private readonly ToolStep toolStep = new(services, new GuardStep(services.Time));
    private readonly Delegations delegations = new(services);

    /// <summary>Takes the run in hand to its end, or to a hand-over.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public async Task RunAsync(SessionJournal journal, Agent agent, RunHandle handle)
    {
        using var deadline = new CancellationTokenSource(TimeLeft(journal.State, agent), services.Time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, handle.Cancelled);
        var since = journal.State.Route.Since;
        try
        {
            while (true)
            {
                if (journal.State.Route.Since != since)
                {
                    // Another specialist acts, under limits of its own.
                    since = journal.State.Route.Since;
                    deadline.CancelAfter(TimeLeft(journal.State, agent));
                }

                if (handle.CancelRequest is { } request && !journal.State.CancelRequested)
                {
                    await CancelAsync(journal, request.By, request.Position);
                }

                if (RunEngine.Next(journal.State, agent) is not { } command)
                {
                    return;
                }

                if (handle.Draining && command is not (Finish or Wait))
                {
                    await HandOverAsync(journal);
                    return;
                }

                switch (command)
                {
                    case CallModel call:
                        await modelStep.PerformAsync(journal, agent, call, stop.Token);
                        break;
                    case ExecuteTools { OnlySettles: true }:
                        await toolStep.SettleAsync(journal, agent);
                        break;
                    case ExecuteTools:
                        await toolStep.PerformAsync(journal, agent, stop.Token);
                        if (deadline.IsCancellationRequested && !journal.State.Pending.IsEmpty && handle.CancelRequest is null)
                        {
                            // The state's clock stands still when nothing is recorded, so the limit has to be.
                            journal.Record(new LimitReached(TerminationReason.TimeLimit));
                        }

                        break;
                    case Wait:
                        await WaitAsync(journal, agent, handle);
                        return;
                    case Record record:
                        journal.Record(record.Event);
                        break;
                    case Recall:
                        await memoryStep.RecallAsync(journal, agent, stop.Token);
                        break;
                    case LookUpAnswer:
                        await answerStep.LookUpAsync(journal, agent, stop.Token);
                        break;
                    case Compact compact:
                        await CompactAsync(journal, agent, compact);
                        break;
                    case Finish finish:
                        await FinishAsync(journal, agent, finish);
                        return;
                    default:
                        throw new HoldfastException("unknown-command", $"The pattern of agent '{agent.Name}' returned {command.GetType().Name}, which the interpreter does not know.");
                }
            }
        }
        catch (Exception e) when (e is not OwnershipLostException && journal.State.Running && !IsStoreFailure(e))
        {
            // A bug of ours or of a user's pattern: it ends the run in the open, never silently.
            await FinishAsync(journal, agent, new Finish(TerminationReason.Failed, agent.Fallback, Partial: journal.State.CallsMade > 0, Error: $"{e.GetType().Name}: {e.Message}"));
        }
    }

    private static bool IsStoreFailure(Exception e) => e is HoldfastException { Code: "store-unavailable" };

    private TimeSpan TimeLeft(RunState state, Agent agent)
    {
        // The clock may have been set back since the run started.
        var left = RouteRules.TimeLeft(state, RouteRules.Acting(state, agent), services.Time.GetUtcNow());
        var most = agent.Limits.Time < LongestTimer ? agent.Limits.Time : LongestTimer;
        return left < TimeSpan.Zero ? TimeSpan.Zero : left > most ? most : left;
    }

    private static Task CancelAsync(SessionJournal journal, string by, long position)
    {
        journal.Record(new CancelRequested(by));
        return journal.CommitAsync(events => new Commit { Session = journal.Session, Epoch = journal.Epoch, Events = events, TakenFromInbox = [position] });
    }

    /// <summary>Gives the session back until somebody decides, a called agent has ended, or something has to be done about it though nothing happened.</summary>
    private async Task WaitAsync(SessionJournal journal, Agent agent, RunHandle handle)
    {
        var state = journal.State;
        var approval = state.Approval is { Status: ApprovalStatus.Pending } pending ? pending : null;
        if (DelegationRules.IsEnding(state))
        {
            await delegations.CancelAsync(state);
        }

        var due = DelegationRules.DueAt(state, agent, services.Time.GetUtcNow());
        await journal.CommitAsync(events => new Commit
        {
            Session = journal.Session,
            Epoch = journal.Epoch,
            Events = events,
            StatusChange = new RunStatusChange(state.Run, RunStatus.Waiting),
            Approval = approval is null ? null : ApprovalRules.RowOf(state, approval),
            Notices = approval is null ? [] : services.Tell(Notice.ApprovalRequested, approval.Id, approval.RequestedAt),
            ExpiresAt = (approval?.ExpiresAt ?? due) + agent.SessionLifetime,
            Release = true,
            WaitUntil = due,
            InboxSeen = handle.InboxSeen,
        });
    }

    private Task HandOverAsync(SessionJournal journal)
    {
        journal.Record(new RunHandedOver(services.Worker));
        return journal.CommitAsync(events => new Commit { Session = journal.Session, Epoch = journal.Epoch, Events = events, Release = true, HandsOver = true });
    }

    private static Task CompactAsync(SessionJournal journal, Agent agent, Compact compact)
    {
        var compacted = ContextWindow.Compact(journal.State, agent, compact.TargetBytes);
        journal.Record(compacted);
        return journal.CommitAsync(events => new Commit { Session = journal.Session, Epoch = journal.Epoch, Events = events, FoldFrom = compacted.KeepFrom });
    }

    private async Task FinishAsync(SessionJournal journal, Agent agent, Finish finish)
    {
        if (journal.State.Ending is { } ending)
        {
            await EndSessionAsync(journal, agent, finish, ending);
            return;
        }

        var waiting = journal.State.Approval is { Status: ApprovalStatus.Pending } approval
            ? ApprovalRules.RowOf(journal.State, approval with { Status = ApprovalStatus.Withdrawn }) : null;
        finish = await guards.FinishAsync(journal, RouteRules.Acting(journal.State, agent), finish);
        var ticket = TicketRules.AtEnd(journal.State, agent, finish);
        if (ticket is not null)
        {
            journal.Record(ticket);
        }

        var finished = new RunFinished(finish.Reason, finish.Answer, finish.Partial, finish.Error, finish.Spoken);
        journal.Record(finished);
        var state = journal.State;
        if (state.CalledBy is not null)
        {
            // Its one run has ended.
            journal.Record(new SessionClosed("finished"));
        }

        await journal.CommitAsync(events => new Commit
        {
            Session = journal.Session,
            Epoch = journal.Epoch,
            Events = events,
            Approval = waiting,
            Ticket = ticket is null ? null : TicketRules.RowOf(state),
            Notices = ticket is TicketOpened ? services.Tell(Notice.TicketOpened, ticket.Ticket, state.Now) : [],
            Finish = FinishOf(state, agent, finish),
            ExpiresAt = TicketRules.ExpiryOf(state, agent),
            Deliver = state.CalledBy is not { } caller ? null
                : new InboxItem(state.Run, caller.Session, InboxJson.ChildEndKind, state.Now, JsonSerializer.SerializeToUtf8Bytes(new InboxChildEnd(state.Run), InboxJson.Default.InboxChildEnd)),
            Release = true,
            Close = state.CalledBy is not null,
        });
        await answerStep.KeepAsync(state, agent);
    }

    /// <summary>Ends a session with its last run: what is remembered of it is kept under the session's id, so that doing it again after a crash changes nothing.</summary>
    private async Task EndSessionAsync(SessionJournal journal, Agent agent, Finish finish, string ending)
    {
        // What is kept of a session must be durable before: the successor of a worker that dies here would have another summary written and other facts found.
        await journal.FlushAsync();
        await memoryStep.LearnAsync(journal.State, SessionEnding.FactsOf(journal.State));
        var episodes = SessionEnding.EpisodesOf(journal.State, agent);
        journal.Record(new RunFinished(finish.Reason, null, Error: await guards.WithoutSecretsAsync(agent, finish.Error)));
        var finished = FinishOf(journal.State, agent, finish);
        var summary = await memoryStep.KeepAsync(journal.State, episodes);
        journal.Record(new SessionClosed(SessionEnding.WhyOf(ending), summary));
        await journal.CommitAsync(events => new Commit
        {
            Session = journal.Session,
            Epoch = journal.Epoch,
            Events = events,
            Ticket = TicketRules.Abandoned(journal.State),
            Finish = finished,
            Release = true,
            Close = true,
        });
    }

    private RunFinish FinishOf(RunState state, Agent agent, Finish finish) => new()
    {
        Id = state.Run,
        Reason = finish.Reason,
        At = state.Now,
        LastSequence = state.Sequence,
        Steps = state.Steps,
        Error = state.Error,
        Confidence = state.Confidence.Scored?.Score,
        AloneCostNanos = ConfidenceRules.CostAlone(state, RouteRules.Acting(state, agent), services.Gateway.Catalog),
        MovedUp = state.Confidence.MovedUp,
        Text = state.Input + "\n" + finish.Answer,
        Tools = state.Tools,
        Usage = state.Usage,
    };
}
