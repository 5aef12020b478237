using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>Takes what people decided to the run that waits for it.</summary>
internal sealed class Decisions(RunServices services)
{
    private readonly Delegations delegations = new(services);
    private readonly GuardStep guards = new(services.Time);

    /// <summary>Whether a run waits for people or for called agents, or was about to.</summary>
    public static bool Concern(RunState state) => state.Running && (state.Approval is { Status: ApprovalStatus.Pending } || DelegationRules.AreUnderWay(state));

    /// <summary>Journals what was decided, or that nobody did in time, and what came of called agents; gives the session back when there is nothing to do yet. Returns whether the run is in hand.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public async Task<bool> TakeAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle, CancellationToken cancellationToken)
    {
        var items = await services.Store.ReadInboxAsync(row.Id, cancellationToken);
        var now = services.Time.GetUtcNow();
        handle.InboxSeen = items.Count == 0 ? 0 : items[^1].Position;
        var taken = items.Where(static item => item.Kind == InboxJson.ChildEndKind).Select(static item => item.Position).ToList();
        var ended = await delegations.CollectAsync(journal.State, agent, cancellationToken);
        var isOverdue = DelegationRules.AreUnderWay(journal.State) && await delegations.IsOverdueAsync(journal.State, agent, cancellationToken);
        if (ended.Count == 0 && !isOverdue && RunEngine.Next(journal.State, agent) is Commands.Wait && !(journal.State.Approval is { Status: ApprovalStatus.Pending } open && now >= open.DueAt)
            && !items.Any(item => item.Kind == InboxJson.DecisionKind || Inbox.CancelOf(item)?.Run == journal.State.Run))
        {
            // A message, say: it waits its turn.
            await journal.CommitAsync(events => new Commit
            {
                Session = row.Id,
                Epoch = row.Epoch,
                Events = events,
                TakenFromInbox = taken,
                Release = true,
                WaitUntil = DelegationRules.DueAt(journal.State, agent, now),
                InboxSeen = handle.InboxSeen,
            });
            return false;
        }

        journal.Record(new RunResumed(services.Worker, row.Epoch, Version: agent.Version == row.Version ? null : agent.Version));
        foreach (var item in items.Where(static item => item.Kind == InboxJson.DecisionKind))
        {
            taken.Add(item.Position);
            var decision = JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxDecision)!;
            if (journal.State.Approval is { Status: ApprovalStatus.Pending } pending && pending.Id == decision.Approval && item.At < pending.ExpiresAt)
            {
                journal.Record(Judge(journal.State, RouteRules.Acting(journal.State, agent), pending, decision));
            }
        }

        TicketEvent? ticket = null;
        List<Notice> notices = [];
        var lapsed = journal.State.Lapsed;
        if (journal.State.Approval is { Status: ApprovalStatus.Pending } late && now >= late.DueAt)
        {
            notices.AddRange(now >= late.ExpiresAt ? [] : services.Tell(Notice.ApprovalReminded, late.Id, now));
            journal.Record(now >= late.ExpiresAt ? new ApprovalExpired(late.Id) : new ApprovalReminded(late.Id));
        }

        foreach (var (finished, result) in ended)
        {
            journal.Record(finished);
            await guards.RecordAsync(journal, agent, result);
        }

        if (isOverdue)
        {
            journal.Record(new LimitReached(TerminationReason.TimeLimit));
        }

        if (lapsed is null && journal.State.Lapsed is { } inVain && (ticket = TicketRules.AtExpiry(journal.State, agent, inVain)) is not null)
        {
            journal.Record(ticket);
            notices.AddRange(ticket is TicketOpened ? services.Tell(Notice.TicketOpened, ticket.Ticket, now) : []);
        }

        var state = journal.State;
        await journal.CommitAsync(events => new Commit
        {
            Session = row.Id,
            Epoch = row.Epoch,
            Events = events,
            TakenFromInbox = taken,
            StatusChange = RunEngine.Next(state, agent) is Commands.Wait ? null : new RunStatusChange(state.Run, RunStatus.Running),
            Approval = state.Approval is { } approval ? ApprovalRules.RowOf(state, approval) : null,
            Ticket = ticket is null ? null : TicketRules.RowOf(state),
            Notices = notices,
        });
        if (state.Approval is { Record: { } record } seen && (seen.Status == ApprovalStatus.Rejected || seen.EditedAt is not null))
        {
            await services.Autonomy.TightenAsync(record, seen.Status == ApprovalStatus.Rejected, cancellationToken);
        }

        return true;
    }

    /// <summary>What a decision comes to. Changed arguments are validated, and what policy demands for them is demanded from now on.</summary>
    private static ApprovalDecided Judge(RunState state, Agent agent, PendingApproval approval, InboxDecision decision)
    {
        if (!decision.Approve || decision.Arguments is null)
        {
            return new ApprovalDecided(approval.Id, decision.By, decision.Approve, decision.Reason, Granted: decision is { Approve: true, Grant: true });
        }

        var call = state.Pending.First(c => c.Id == approval.Call) with { Arguments = decision.Arguments };
        var (tool, arguments, refusal) = ToolPipeline.Check(new ToolCall(call.Id, call.Name, call.Arguments, "", MayHaveHappened: false), agent.Tools, state.Principal);
        if (refusal is not null)
        {
            // Whoever accepted the decision knew another version of the tool. Nothing is carried out that is not valid here.
            return new ApprovalDecided(approval.Id, decision.By, Reason: refusal.Text);
        }

        using (arguments)
        {
            var verdict = agent.Policy.Decide(new PolicyCall(tool!.Traits, arguments!.RootElement, call.Taint), new RunSituation(state, agent));
            return verdict.Decision == PolicyDecision.Deny
                ? new ApprovalDecided(approval.Id, decision.By, Reason: verdict.Reason)
                : new ApprovalDecided(
                    approval.Id,
                    decision.By,
                    Approved: true,
                    decision.Reason,
                    decision.Arguments,
                    ApprovalRules.DigestOf(state, call, arguments.RootElement),
                    verdict.Decision == PolicyDecision.Ask && verdict.Approvers > approval.Required ? verdict.Approvers : 0,
                    verdict.Decision == PolicyDecision.Ask ? verdict.Role : null,
                    decision.Grant);
        }
    }
}
