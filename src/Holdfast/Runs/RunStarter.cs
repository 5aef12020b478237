using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;

namespace Holdfast.Runs;

/// <summary>Starts runs: their first event, their row and what led to them become durable in one commit.</summary>
internal sealed class RunStarter(RunServices services, ActiveRuns active)
{
    /// <summary>Starts a run in a session that this worker has in hand.</summary>
    /// <param name="row">The session.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="agent">The agent as this process has it.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="input">What the user says.</param>
    /// <param name="request">The request that asked for it, or null.</param>
    /// <param name="opens">Whether the session is opened with it.</param>
    /// <param name="takes">Whether the idle session is taken with it.</param>
    /// <param name="inbox">The item of the inbox that brings it; null when it comes straight from a request.</param>
    /// <param name="message">The message as it lay there, or null.</param>
    /// <returns>What was committed or refused. Unless it was committed, nobody can wait for the run here.</returns>
    public async Task<Commit> StartAsync(
        SessionRow row, SessionJournal journal, Agent agent, Guid run, GuardedInput input, IdempotencyEntry? request = null, bool opens = false, bool takes = false, InboxItem? inbox = null,
        InboxMessage? message = null)
    {
        var now = services.Time.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, agent.TimeZone);
        journal.Record(new RunStarted(
            run,
            journal.State.Ordinal + 1,
            input.Text,
            services.Store.Durability switch { Durability.Power => "power", Durability.Process => "process", _ => "none" },
            Version: agent.Version == row.Version ? null : agent.Version,
            Context: SessionEnding.Is(message?.Trigger) ? null : $"[Now: {local:dddd yyyy-MM-dd HH:mm} {agent.TimeZone.Id}]",
            Withheld: input.Verdict > GuardVerdict.Redact,
            Trigger: message?.Trigger,
            CalledBy: message?.CalledBy,
            Trust: message?.Trust,
            Early: inbox?.At < journal.State.EndedAt));
        var state = journal.State;
        GuardStep.Record(journal, GuardPoint.Input, input.Reports);
        active.Announce(run, row.Tenant);
        Commit? commit = null;
        try
        {
            commit = await journal.TryCommitAsync(events => new Commit
            {
                Session = row.Id,
                Idempotency = request,
                Open = opens ? row : null,
                Take = takes ? services.Worker : null,
                Epoch = journal.Epoch,
                Events = events,
                TakenFromInbox = inbox is null ? [] : [inbox.Position],
                Run = new RunRow
                {
                    Id = run,
                    Parent = state.CalledBy?.Run,
                    Trace = state.CalledBy?.Trace ?? run,
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
                active.Conclude(run, result: null);
            }
        }
    }
}
