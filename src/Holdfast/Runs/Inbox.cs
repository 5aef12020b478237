using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs.Events;
using Microsoft.Extensions.Logging;

namespace Holdfast.Runs;

/// <summary>Takes what waits in the inboxes of a worker's sessions to where it belongs.</summary>
internal sealed class Inbox(RunServices services, RunStarter starter, ILogger logger, CancellationToken stopping)
{
    /// <summary>Journals what the inbox holds, up to and with the first message, or gives the session back. Returns whether a run was started.</summary>
    /// <exception cref="OwnershipLostException">Another worker owns the session.</exception>
    public async Task<bool> TakeAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle)
    {
        var items = await services.Store.ReadInboxAsync(row.Id, stopping);
        foreach (var item in items)
        {
            switch (item.Kind)
            {
                case InboxJson.MessageKind:
                    await StartAsync(row, journal, agent, handle, item, items);
                    return true;
                case InboxJson.FeedbackKind:
                    await RecordAsync(row, journal, item);
                    break;
                case InboxJson.RevocationKind:
                    journal.Record(JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.GrantRevoked)!);
                    await DropAsync(row, journal, item);
                    break;
                case InboxJson.TicketKind:
                    await RecordTicketAsync(row, journal, agent, item);
                    break;
                case InboxJson.EndKind:
                    if (items.Any(i => i.Kind == InboxJson.MessageKind))
                    {
                        // What was said is answered first; where the session had only expired, it lives on.
                        await EndLaterAsync(row, journal, item);
                        break;
                    }

                    return await EndAsync(row, journal, agent, handle, item);
                case InboxJson.DecisionKind or InboxJson.ChildEndKind:
                    // The run that waited for it has ended.
                    await DropAsync(row, journal, item);
                    break;
                default:
                    // A request to cancel a run that is still queued behind it waits for that run; any other came too late.
                    if (!items.Any(i => i.Kind == InboxJson.MessageKind && i.Id == ReadCancel(item).Run))
                    {
                        await DropAsync(row, journal, item);
                    }

                    break;
            }
        }

        await journal.CommitAsync(events => new Commit { Session = row.Id, Epoch = row.Epoch, Events = events, Release = true });
        return false;
    }

    /// <summary>Tells a run when somebody asked to cancel it. Returns false when the inbox could not be read, so that it has to be looked at again.</summary>
    public async Task<bool> CheckAsync(Guid session, RunHandle handle)
    {
        try
        {
            RequestCancel(await services.Store.ReadInboxAsync(session, stopping), handle);
            return true;
        }
        catch (Exception e) when (e is HoldfastException or OperationCanceledException or ObjectDisposedException)
        {
            logger.InboxUnread(session, e);
            return false;
        }
    }

    private async Task StartAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle, InboxItem item, IReadOnlyList<InboxItem> items)
    {
        var message = JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxMessage)!;
        handle.Run = item.Id;
        var input = message.Verdict is { } verdict
            ? new GuardedInput(message.Text, verdict, message.Reports ?? [])
            : await new GuardStep(services.Time).InputAsync(agent.Guards, journal.State.Principal, journal.State, message.Text, stopping);
        var begun = await starter.StartAsync(row, journal, agent, item.Id, input, inbox: item, message: message);
        if (begun.Outcome != CommitOutcome.Committed)
        {
            throw new OwnershipLostException(row.Id, begun.Outcome.ToString());
        }

        RequestCancel(items, handle);
    }

    private static string WhyOf(InboxItem item) => JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxEnd)!.Why;

    private static Task EndLaterAsync(SessionRow row, SessionJournal journal, InboxItem item) => WhyOf(item) == SessionEnding.Expired ? DropAsync(row, journal, item) : Task.CompletedTask;

    /// <summary>Ends the session by a last run where there is something to remember, else at once. Returns whether a run was started.</summary>
    private async Task<bool> EndAsync(SessionRow row, SessionJournal journal, Agent agent, RunHandle handle, InboxItem item)
    {
        var why = WhyOf(item);
        if (why == SessionEnding.Expired && journal.State.Ticket is { Status: not TicketStatus.Closed })
        {
            // A person still has to answer in it.
            await journal.CommitAsync(events => new Commit { Session = row.Id, Epoch = row.Epoch, Events = events, TakenFromInbox = [item.Position], Release = true });
            return false;
        }

        if (journal.State.Ordinal > 0 && MemoryStep.Remembers(agent, journal.State.Principal))
        {
            handle.Run = item.Id;
            var begun = await starter.StartAsync(row, journal, agent, item.Id, SessionEnding.NoInput, inbox: item, message: new InboxMessage("", why));
            return begun.Outcome == CommitOutcome.Committed ? true : throw new OwnershipLostException(row.Id, begun.Outcome.ToString());
        }

        journal.Record(new SessionClosed(SessionEnding.WhyOf(why)));
        await journal.CommitAsync(events => new Commit
        {
            Session = row.Id,
            Epoch = row.Epoch,
            Events = events,
            TakenFromInbox = [item.Position],
            Ticket = TicketRules.Abandoned(journal.State),
            Release = true,
            Close = true,
        });
        return false;
    }

    private static Task DropAsync(SessionRow row, SessionJournal journal, InboxItem item) =>
        journal.CommitAsync(events => new Commit { Session = row.Id, Epoch = row.Epoch, Events = events, TakenFromInbox = [item.Position] });

    private async Task RecordAsync(SessionRow row, SessionJournal journal, InboxItem item)
    {
        var feedback = JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.FeedbackGiven)!;
        journal.Record(feedback);
        var given = new FeedbackRow(feedback.Run, item.At, feedback.By, feedback.Rating, feedback.Score, feedback.Comment, feedback.Correction);
        await journal.CommitAsync(events => new Commit
        {
            Session = row.Id,
            Epoch = row.Epoch,
            Events = events,
            TakenFromInbox = [item.Position],
            Feedback = given,
        });
        if (given.IsFault)
        {
            await services.Autonomy.TightenAfterFeedbackAsync(feedback.Run, stopping);
        }
    }

    private static Task RecordTicketAsync(SessionRow row, SessionJournal journal, Agent agent, InboxItem item)
    {
        var happened = TicketRules.EventOf(journal.State, JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxTicketAct)!);
        if (happened is not null)
        {
            journal.Record(happened);
        }

        return journal.CommitAsync(events => new Commit
        {
            Session = row.Id,
            Epoch = row.Epoch,
            Events = events,
            TakenFromInbox = [item.Position],
            Ticket = happened is null ? null : TicketRules.RowOf(journal.State),
            ExpiresAt = happened is null ? null : TicketRules.ExpiryOf(journal.State, agent),
        });
    }

    private static void RequestCancel(IReadOnlyList<InboxItem> items, RunHandle handle)
    {
        foreach (var item in items)
        {
            if (item.Kind == InboxJson.CancelKind && ReadCancel(item) is { } cancel && cancel.Run == handle.Run)
            {
                handle.Cancel(cancel.By, item.Position);
                return;
            }
        }
    }

    /// <summary>The request to cancel that an item is, or null.</summary>
    public static InboxCancel? CancelOf(InboxItem item) => item.Kind == InboxJson.CancelKind ? ReadCancel(item) : null;

    private static InboxCancel ReadCancel(InboxItem item) => JsonSerializer.Deserialize(item.Payload.Span, InboxJson.Default.InboxCancel)!;
}
