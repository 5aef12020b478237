using System.Text.Json;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>The sessions that need a person: finds them, lets people take them over, answer in them, and give them back. Safe for concurrent use.</summary>
/// <remarks>
/// What a person does is durable when a method returns; the session's journal has it a moment later, after the run in hand where there is one, written by
/// whichever worker owns the session. Every act is bound to the ticket as it stood: of two people who act at once, one is refused.
/// </remarks>
public sealed class Tickets
{
    private readonly IJournalStore store;
    private readonly IRunIndex index;
    private readonly Lazy<GroupCommit> commits;
    private readonly IdSource ids;
    private readonly TimeProvider time;
    private readonly Action<Guid> wake;
    private readonly int longestReply;

    internal Tickets(IJournalStore store, IRunIndex index, Lazy<GroupCommit> commits, IdSource ids, TimeProvider time, Action<Guid> wake, int longestReply)
    {
        this.store = store;
        this.index = index;
        this.commits = commits;
        this.ids = ids;
        this.time = time;
        this.wake = wake;
        this.longestReply = longestReply;
    }

    /// <summary>Finds tickets, newest first.</summary>
    public Task<IReadOnlyList<TicketRow>> ListAsync(TicketQuery query, CancellationToken cancellationToken = default) =>
        index.ListTicketsAsync(query, cancellationToken);

    /// <summary>Returns a ticket, or null when there is none or it is another tenant's.</summary>
    public Task<TicketRow?> FindAsync(Guid ticket, string? tenant = null, CancellationToken cancellationToken = default) =>
        index.FindTicketAsync(ticket, tenant, cancellationToken);

    /// <summary>What was said in a session, oldest first: by the user, the agent, and people who took it over.</summary>
    /// <param name="session">The session.</param>
    /// <param name="after">Only what was said in events with a greater sequence number.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-session</c>.</exception>
    public async Task<IReadOnlyList<Utterance>> ReadConversationAsync(Guid session, long after = 0, string? tenant = null, CancellationToken cancellationToken = default)
    {
        if (await store.FindSessionAsync(session, cancellationToken) is not { } row || (tenant is not null && row.Tenant != tenant))
        {
            throw new HoldfastException("unknown-session", $"There is no session {session:N}.");
        }

        var said = new List<Utterance>();
        Guid? run = null;
        foreach (var record in await store.ReadEventsAsync(session, 1, long.MaxValue, cancellationToken))
        {
            if (record.Kind is not ("run.started" or "run.finished" or "ticket.replied"))
            {
                continue;
            }

            var spoken = record.Payload.IsEmpty ? new Utterance(record.Sequence, record.At, SpeakerOf(record.Kind), "") : EventCodec.Decode(record) switch
            {
                RunStarted { Trigger: SessionEnding.Expired or SessionEnding.Closed } => null,
                RunStarted e => new Utterance(record.Sequence, record.At, Speaker.User, e.Input, Run: run = e.Run),
                RunFinished { Answer: { Length: > 0 } answer } => new Utterance(record.Sequence, record.At, Speaker.Agent, answer, Run: run),
                TicketReplied e => new Utterance(record.Sequence, record.At, Speaker.Person, e.Text, e.By),
                _ => null,
            };
            if (spoken is not null && record.Sequence > after)
            {
                said.Add(spoken);
            }
        }

        return said;
    }

    /// <summary>Takes the session over: from now on messages of the user are answered by this person and not by the agent.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="by">Who.</param>
    /// <param name="tenant">The tenant whose tickets the person may see to; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the act may still be accepted.</param>
    /// <returns>The ticket as it was before.</returns>
    /// <exception cref="HoldfastException"><c>unknown-ticket</c>, <c>ticket-closed</c>, <c>ticket-claimed</c>, <c>ticket-changed</c>, <c>invalid-reply</c>, <c>session-closed</c>.</exception>
    public Task<TicketRow> ClaimAsync(Guid ticket, string by, string? tenant = null, CancellationToken cancellationToken = default) =>
        ActAsync(new InboxTicketAct(ticket, InboxTicketAct.Claim, by), tenant, cancellationToken);

    /// <summary>Answers the user, in the conversation.</summary>
    /// <param name="ticket">The ticket; the person must have claimed it.</param>
    /// <param name="by">Who.</param>
    /// <param name="text">What the user is told; not empty.</param>
    /// <param name="tenant">The tenant whose tickets the person may see to; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the act may still be accepted.</param>
    /// <returns>The ticket as it was before.</returns>
    /// <exception cref="HoldfastException">
    /// <c>unknown-ticket</c>, <c>ticket-closed</c>, <c>ticket-unclaimed</c>, <c>ticket-claimed</c> (by somebody else), <c>ticket-changed</c>, <c>invalid-reply</c>, <c>session-closed</c>.
    /// </exception>
    public Task<TicketRow> ReplyAsync(Guid ticket, string by, string text, string? tenant = null, CancellationToken cancellationToken = default) =>
        string.IsNullOrWhiteSpace(text) || text.Length > longestReply
            ? throw new HoldfastException("invalid-reply", $"An answer has 1 to {longestReply} characters.")
            : ActAsync(new InboxTicketAct(ticket, InboxTicketAct.Reply, by, text), tenant, cancellationToken);

    /// <summary>Gives the session back to the agent, which goes on and knows what was said. The ticket stays open.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="by">Who.</param>
    /// <param name="note">What they say about it, for colleagues; or null.</param>
    /// <param name="tenant">The tenant whose tickets the person may see to; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the act may still be accepted.</param>
    /// <returns>The ticket as it was before.</returns>
    /// <exception cref="HoldfastException"><c>unknown-ticket</c>, <c>ticket-closed</c>, <c>ticket-unclaimed</c>, <c>ticket-changed</c>, <c>invalid-reply</c>, <c>session-closed</c>.</exception>
    public Task<TicketRow> HandBackAsync(Guid ticket, string by, string? note = null, string? tenant = null, CancellationToken cancellationToken = default) =>
        ActAsync(new InboxTicketAct(ticket, InboxTicketAct.HandBack, by, note), tenant, cancellationToken);

    /// <summary>Ends the ticket, and gives the session back to the agent where somebody has it.</summary>
    /// <param name="ticket">The ticket.</param>
    /// <param name="by">Who.</param>
    /// <param name="note">What they say about it, for colleagues; or null.</param>
    /// <param name="tenant">The tenant whose tickets the person may see to; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the act may still be accepted.</param>
    /// <returns>The ticket as it was before.</returns>
    /// <exception cref="HoldfastException"><c>unknown-ticket</c>, <c>ticket-closed</c>, <c>ticket-changed</c>, <c>invalid-reply</c>, <c>session-closed</c>.</exception>
    public Task<TicketRow> CloseAsync(Guid ticket, string by, string? note = null, string? tenant = null, CancellationToken cancellationToken = default) =>
        ActAsync(new InboxTicketAct(ticket, InboxTicketAct.Close, by, note), tenant, cancellationToken);

    private static Speaker SpeakerOf(string kind) => kind switch { "run.started" => Speaker.User, "run.finished" => Speaker.Agent, _ => Speaker.Person };

    private async Task<TicketRow> ActAsync(InboxTicketAct act, string? tenant, CancellationToken cancellationToken)
    {
        var row = await index.FindTicketAsync(act.Ticket, tenant, cancellationToken) ?? throw new HoldfastException("unknown-ticket", $"There is no ticket {act.Ticket:N}.");
        Check(row, act);
        var now = time.GetUtcNow();
        var commit = new Commit
        {
            Session = row.Session,
            // One act per round: of two people who act at once, one is told that the ticket changed. No caller's key can hold this character.
            Idempotency = new IdempotencyEntry(row.Tenant, $"\u001fticket/{row.Id:N}/{row.Acts}", act.By, row.Id, now),
            Accept = new InboxItem(ids.NewId(now), row.Session, InboxJson.TicketKind, now, JsonSerializer.SerializeToUtf8Bytes(act, InboxJson.Default.InboxTicketAct)),
        };
        await commits.Value.CommitAsync(commit).WaitAsync(cancellationToken);
        switch (commit.Outcome)
        {
            case CommitOutcome.Committed:
                wake(row.Session);
                return row;
            case CommitOutcome.Closed:
                throw new HoldfastException("session-closed", $"Session {row.Session:N} is closed: nothing can be said in it any more.");
            default:
                throw new HoldfastException("ticket-changed", $"{commit.Existing?.Fingerprint ?? "Somebody"} did something with it in this moment; look at it again.");
        }
    }

    private static void Check(TicketRow row, InboxTicketAct act)
    {
        if (act.By.Length is 0 or > 200 || act.By.AsSpan().ContainsAny('\n', '\r') || (act.Act != InboxTicketAct.Reply && act.Text?.Length > 2_000))
        {
            throw new HoldfastException("invalid-reply", "A name has 1 to 200 characters in one line, a note 2,000 at most.");
        }

        if (row.Status == TicketStatus.Closed)
        {
            throw new HoldfastException("ticket-closed", $"{row.ClosedBy} closed it at {row.ClosedAt:u}.");
        }

        if (act.Act == InboxTicketAct.Claim && row.Status == TicketStatus.Claimed)
        {
            throw new HoldfastException("ticket-claimed", $"{row.Owner} has it. They, or you for them, can hand it back first.");
        }

        if (act.Act is InboxTicketAct.Reply or InboxTicketAct.HandBack && row.Status == TicketStatus.Open)
        {
            throw new HoldfastException("ticket-unclaimed", "Nobody has it: claim it first, so that the agent does not answer at the same time.");
        }

        if (act.Act == InboxTicketAct.Reply && row.Owner != act.By)
        {
            throw new HoldfastException("ticket-claimed", $"{row.Owner} has it and answers. Hand it back for them and claim it, to answer yourself.");
        }
    }
}
