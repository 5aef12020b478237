using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.People;
using Holdfast.Runs.Commands;
using Holdfast.Runs.Events;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>When a session needs a person, what its ticket says, and how tickets change its state. Pure.</summary>
internal static class TicketRules
{
    private const int LongestText = 500;
    private const int LongestSummary = 6_000;

    public static RunState Apply(RunState state, TicketEvent happened, long sequence, DateTimeOffset at)
    {
        if (happened is TicketOpened opened)
        {
            return state with { Ticket = new SessionTicket(opened.Ticket, state.Run, opened.Reason, opened.Priority, opened.Summary, at, opened.DueAt) };
        }

        if (state.Ticket is not { } ticket || ticket.Id != happened.Ticket)
        {
            return state;
        }

        return happened switch
        {
            TicketRepeated e => state with
            {
                Ticket = ticket with { Summary = Joined(ticket.Summary, e.Summary), Priority = e.Priority > ticket.Priority ? e.Priority : ticket.Priority },
            },
            TicketClaimed e => state with { Ticket = ticket with { Status = TicketStatus.Claimed, Owner = e.By, ClaimedAt = ticket.ClaimedAt ?? at, Acts = ticket.Acts + 1 } },
            TicketReplied e => state with { Ticket = ticket with { Acts = ticket.Acts + 1 }, Messages = state.Messages.Add(Said(e.Text, sequence)) },
            TicketHandedBack e => state with { Ticket = ticket with { Status = TicketStatus.Open, Note = e.Note, Acts = ticket.Acts + 1 } },
            TicketClosed e => state with
            {
                Ticket = ticket with { Status = TicketStatus.Closed, ClosedAt = at, ClosedBy = e.By, Note = e.Note, Acts = ticket.Acts + 1 },
            },
            _ => state,
        };
    }

    /// <summary>How the run ends at once because a person answers in place of the agent, or because the agent asked for one; or null.</summary>
    public static Finish? Ending(RunState state) =>
        state.Ticket is { Status: TicketStatus.Claimed }
            ? new Finish(TerminationReason.Escalated, "A person has taken over this conversation and has your message. They will answer you here.")
        : ((state.Pending.IsEmpty ? state.Escalation : null) ?? AskedFor(state)) is { } asked
            ? new Finish(
                TerminationReason.Escalated,
                "I have passed this on to a person, with everything that was said here. You need not repeat anything: they will answer you here.",
                // The caller opens the ticket, where the user is, and says in it why.
                Error: state.CalledBy is null ? null : asked)
        : null;

    /// <summary>What is recorded before a run ends, when a person has to see to it; or null.</summary>
    public static TicketEvent? AtEnd(RunState state, Agent agent, Finish finish) => finish.Reason switch
    {
        _ when state.CalledBy is not null => null,
        TerminationReason.Escalated when state.Escalation is { } reason => Open(state, agent, TicketReason.Requested, $"An agent that was called asked for a person: {reason}"),
        TerminationReason.Escalated when AskedFor(state) is { } reason => Open(state, agent, TicketReason.Requested, $"The agent asked for a person: {reason}"),
        TerminationReason.Escalated when ConfidenceRules.WhyEscalated(state) is { } reason =>
            Open(state, agent, TicketReason.LowConfidence, state.Confidence.Unsaid is { } unsaid ? $"{reason} The answer that was not given: {Shown(unsaid, LongestText)}" : reason),
        TerminationReason.Escalated => Open(state, agent, TicketReason.Escalated, finish.Error ?? "The run was escalated."),
        TerminationReason.ProviderUnavailable => Open(state, agent, TicketReason.ProviderUnavailable, $"No model could answer. {finish.Error}"),
        TerminationReason.CircuitOpen => Open(state, agent, TicketReason.CircuitOpen, $"Every model is behind an open circuit breaker. {finish.Error}"),
        TerminationReason.OutcomeUnknown => Open(state, agent, TicketReason.OutcomeUnknown, $"{finish.Error} Find out whether it happened before anybody does it again."),
        _ => null,
    };

    /// <summary>What is recorded after a call waited for an approval in vain; null while a person has the session anyway, and in the run of a called agent: its caller does it.</summary>
    public static TicketEvent? AtExpiry(RunState state, Agent agent, string lapsed) =>
        state.CalledBy is not null ? null : Open(state, agent, TicketReason.ApprovalExpired, lapsed);

    /// <summary>What an act comes to; null when the ticket is no longer what it was when the act was accepted.</summary>
    public static TicketEvent? EventOf(RunState state, InboxTicketAct act)
    {
        if (state.Ticket is not { Status: not TicketStatus.Closed } ticket || ticket.Id != act.Ticket)
        {
            return null;
        }

        return act.Act switch
        {
            InboxTicketAct.Claim when ticket.Status == TicketStatus.Open => new TicketClaimed(ticket.Id, act.By),
            InboxTicketAct.Reply when ticket.Status == TicketStatus.Claimed && ticket.Owner == act.By => new TicketReplied(ticket.Id, act.By, act.Text ?? ""),
            InboxTicketAct.HandBack when ticket.Status == TicketStatus.Claimed => new TicketHandedBack(ticket.Id, act.By, act.Text),
            InboxTicketAct.Close => new TicketClosed(ticket.Id, act.By, act.Text),
            _ => null,
        };
    }

    /// <summary>When a session expires: a ticket keeps it until its due time, so that whoever sees to it can still answer.</summary>
    public static DateTimeOffset ExpiryOf(RunState state, Agent agent) =>
        (state.Ticket is { Status: not TicketStatus.Closed } ticket && ticket.DueAt > state.Now ? ticket.DueAt : state.Now) + agent.SessionLifetime;

    /// <summary>The projection of a ticket whose session is closed, so that nobody can answer in it any more; null where there is none.</summary>
    public static TicketRow? Abandoned(RunState state) => state.Ticket is not { Status: not TicketStatus.Closed } ? null
        : RowOf(state) with { Status = TicketStatus.Closed, ClosedAt = state.Now, ClosedBy = "session closed" };

    /// <summary>The projection of the session's ticket, which it must have.</summary>
    public static TicketRow RowOf(RunState state)
    {
        var ticket = state.Ticket!;
        return new TicketRow
        {
            Id = ticket.Id,
            Session = state.Session,
            Run = ticket.Run,
            Tenant = state.Principal.Tenant,
            User = state.Principal.User,
            Agent = state.Agent,
            Reason = ticket.Reason,
            Priority = ticket.Priority,
            Summary = ticket.Summary,
            Status = ticket.Status,
            Owner = ticket.Owner,
            Acts = ticket.Acts,
            OpenedAt = ticket.OpenedAt,
            DueAt = ticket.DueAt,
            ClaimedAt = ticket.ClaimedAt,
            ClosedAt = ticket.ClosedAt,
            ClosedBy = ticket.ClosedBy,
            Note = ticket.Note,
        };
    }

    private static TicketEvent? Open(RunState state, Agent agent, TicketReason reason, string why)
    {
        var priority = reason == TicketReason.OutcomeUnknown ? TicketPriority.High : TicketPriority.Normal;
        return state.Ticket switch
        {
            { Status: TicketStatus.Claimed } => null,
            { Status: TicketStatus.Open } open => new TicketRepeated(open.Id, SummaryOf(state, why), reason, priority),
            _ => new TicketOpened(IdOf(state), SummaryOf(state, why), state.Now + agent.TicketsWithin, reason, priority),
        };
    }

    /// <summary>The id of the ticket that a run opens: always the same, so that it is opened once.</summary>
    private static Guid IdOf(RunState state) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{state.Run:N}-ticket")).AsSpan(0, 16));

    /// <summary>What the agent said as it asked for a person in the round of calls that has just ended; or null.</summary>
    private static string? AskedFor(RunState state)
    {
        if (!state.Running || !state.Pending.IsEmpty || state.Messages.Count == 0 || state.Messages[state.Messages.Count - 1].Message is not { } last || last.Role != ChatRole.Tool)
        {
            return null;
        }

        foreach (var content in last.Contents)
        {
            if (content.RawRepresentation is ResultLabel { Tool: PersonTool.Name, Outcome: ToolOutcome.Succeeded } label)
            {
                using var arguments = JsonDocument.Parse(label.Arguments);
                return arguments.RootElement.GetProperty(PersonTool.Reason).GetString() ?? "";
            }
        }

        return null;
    }

    private static string SummaryOf(RunState state, string why)
    {
        var text = new StringBuilder("Asked: ").AppendLine(Shown(state.Input, LongestText));
        if (state.Summary is { } before)
        {
            text.Append("Before: ").AppendLine(Shown(before, LongestText));
        }

        if (!state.Notes.IsEmpty)
        {
            text.Append("Notes: ").AppendLine(Shown(string.Join("; ", state.Notes.Select(n => $"{n.Title}: {n.Text}")), LongestText));
        }

        text.Append("Tried: ");
        var tried = Tried(state).ToList();
        text.AppendLine(tried.Count == 0 ? "nothing" : string.Join("; ", tried.TakeLast(20))).Append("Why: ").Append(Shown(why, 2 * LongestText));
        return text.ToString();
    }

    private static IEnumerable<string> Tried(RunState state)
    {
        for (var i = StartOf(state); i < state.Messages.Count; i++)
        {
            foreach (var content in state.Messages[i].Message.Contents)
            {
                if (content.RawRepresentation is ResultLabel label && label.Tool != PersonTool.Name)
                {
                    yield return Described(label.Tool, label.Arguments, label.Outcome.ToString().ToLowerInvariant());
                }
            }
        }

        foreach (var call in state.Pending)
        {
            yield return Described(call.Name, call.Arguments, call.IsFinished ? call.Outcome.ToString().ToLowerInvariant() : "not carried out");
        }
    }

    private static string Described(string tool, string arguments, string outcome) => $"{tool} {Shown(arguments, 120)} ({outcome})";

    /// <summary>The first message of the run in the window.</summary>
    private static int StartOf(RunState state)
    {
        var index = state.Messages.Count - 1;
        while (index > 0 && state.Messages[index].Message.Role != ChatRole.User)
        {
            index--;
        }

        return Math.Max(index, 0);
    }

    private static LoggedMessage Said(string text, long sequence)
    {
        // The agent goes on with it later, and must not take it for its own words.
        var shown = $"[A person of the business answered:] {text}";
        return new LoggedMessage(sequence, new ChatMessage(ChatRole.Assistant, [new TextContent(shown) { RawRepresentation = new PersonReply(text) }]), Encoding.UTF8.GetByteCount(shown) + 16);
    }

    private static string Joined(string before, string added)
    {
        var text = $"{before}\n\n{added}";
        return text.Length <= LongestSummary ? text : "…" + text[^LongestSummary..];
    }

    private static string Shown(string text, int most)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 1]) ? most - 1 : most)] + "…";
    }
}
