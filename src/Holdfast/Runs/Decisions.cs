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
    /// <summary>Journals what was decided, or that nobody did in time; gives the session back when there is nothing to do yet. Returns whether the run is in hand.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public async Task<bool> TakeAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle, CancellationToken cancellationToken)
    {
        var items = await services.Store.ReadInboxAsync(row.Id, cancellationToken);
        var approval = journal.State.Approval!;
        var now = services.Time.GetUtcNow();
        handle.InboxSeen = items.Count == 0 ? 0 : items[^1].Position;
        if (now < approval.DueAt && !items.Any(item => item.Kind == InboxJson.DecisionKind || Inbox.CancelOf(item)?.Run == journal.State.Run))
        {
            // A message, say: it waits its turn.
            await journal.CommitAsync(events => new Commit
            {
                Session = row.Id,
                Epoch = row.Epoch,
                Events = events,
                Release = true,
                WaitUntil = approval.DueAt,
                InboxSeen = handle.InboxSeen,
            });
            return false;
        }

        journal.Record(new RunResumed(services.Worker, row.Epoch, Version: agent.Version == row.Version ? null : agent.Version));
        var taken = new List<long>();
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
        IReadOnlyList<Notice> notices = [];
        if (journal.State.Approval is { Status: ApprovalStatus.Pending } open && now >= open.DueAt)
        {
            notices = now >= open.ExpiresAt ? [] : services.Tell(Notice.ApprovalReminded, open.Id, now);
            journal.Record(now >= open.ExpiresAt ? new ApprovalExpired(open.Id) : new ApprovalReminded(open.Id));
            if (now >= open.ExpiresAt && (ticket = TicketRules.AtExpiry(journal.State, agent, open)) is not null)
            {
                journal.Record(ticket);
                notices = ticket is TicketOpened ? services.Tell(Notice.TicketOpened, ticket.Ticket, now) : [];
            }
        }

        var state = journal.State;
        await journal.CommitAsync(events => new Commit
        {
            Session = row.Id,
            Epoch = row.Epoch,
            Events = events,
            TakenFromInbox = taken,
            StatusChange = state.Approval!.Status == ApprovalStatus.Pending ? null : new RunStatusChange(state.Run, RunStatus.Running),
            Approval = ApprovalRules.RowOf(state, state.Approval),
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
