using System.Buffers;
using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Holdfast.Journal;

namespace Holdfast.Runs.Events;

/// <summary>Turns events into stored payloads and back. The one list of all kinds.</summary>
public static class EventCodec
{
    /// <summary>The format of payloads that this version writes. A journal with kinds or members it does not know is refused, not guessed.</summary>
    public const int Format = 1;

    internal const string LookedUp = "answer.looked_up";

    private static readonly RunEventJson Json = new(new JsonSerializerOptions(RunEventJson.Default.Options)
    {
        // Payloads are never put into HTML unescaped; text in other scripts stays readable and short.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        TypeInfoResolver = null,
    });

    private static readonly EventKind[] Kinds =
    [
        Of("session.opened", Json.SessionOpened, RunEventJson.Default.SessionOpened),
        Of("session.closed", Json.SessionClosed, RunEventJson.Default.SessionClosed),
        Of("run.started", Json.RunStarted, RunEventJson.Default.RunStarted),
        Of("run.resumed", Json.RunResumed, RunEventJson.Default.RunResumed),
        Of("run.handed_over", Json.RunHandedOver, RunEventJson.Default.RunHandedOver),
        Of("model.replied", Json.ModelReplied, RunEventJson.Default.ModelReplied),
        Of("model.retried", Json.ModelRetried, RunEventJson.Default.ModelRetried),
        Of("model.failed", Json.ModelFailed, RunEventJson.Default.ModelFailed),
        Of("tool.started", Json.ToolStarted, RunEventJson.Default.ToolStarted),
        Of("tool.finished", Json.ToolFinished, RunEventJson.Default.ToolFinished),
        Of("calls.requested", Json.CallsRequested, RunEventJson.Default.CallsRequested),
        Of("workflow.step_finished", Json.WorkflowStepFinished, RunEventJson.Default.WorkflowStepFinished),
        Of("batch.checked", Json.BatchChecked, RunEventJson.Default.BatchChecked),
        Of("delegation.started", Json.DelegationStarted, RunEventJson.Default.DelegationStarted),
        Of("delegation.finished", Json.DelegationFinished, RunEventJson.Default.DelegationFinished),
        Of("policy.decided", Json.PolicyDecided, RunEventJson.Default.PolicyDecided),
        Of("approval.requested", Json.ApprovalRequested, RunEventJson.Default.ApprovalRequested),
        Of("approval.decided", Json.ApprovalDecided, RunEventJson.Default.ApprovalDecided),
        Of("approval.reminded", Json.ApprovalReminded, RunEventJson.Default.ApprovalReminded),
        Of("approval.expired", Json.ApprovalExpired, RunEventJson.Default.ApprovalExpired),
        Of("grant.revoked", Json.GrantRevoked, RunEventJson.Default.GrantRevoked),
        Of("ticket.opened", Json.TicketOpened, RunEventJson.Default.TicketOpened),
        Of("ticket.repeated", Json.TicketRepeated, RunEventJson.Default.TicketRepeated),
        Of("ticket.claimed", Json.TicketClaimed, RunEventJson.Default.TicketClaimed),
        Of("ticket.replied", Json.TicketReplied, RunEventJson.Default.TicketReplied),
        Of("ticket.handed_back", Json.TicketHandedBack, RunEventJson.Default.TicketHandedBack),
        Of("ticket.closed", Json.TicketClosed, RunEventJson.Default.TicketClosed),
        Of("answer.scored", Json.AnswerScored, RunEventJson.Default.AnswerScored),
        Of("confirmation.asked", Json.ConfirmationAsked, RunEventJson.Default.ConfirmationAsked),
        Of("guard.verdict", Json.GuardJudged, RunEventJson.Default.GuardJudged),
        Of("note.taken", Json.NoteTaken, RunEventJson.Default.NoteTaken),
        Of("memory.recalled", Json.MemoryRecalled, RunEventJson.Default.MemoryRecalled),
        Of("memory.extracted", Json.FactsExtracted, RunEventJson.Default.FactsExtracted),
        Of(LookedUp, Json.AnswerLookedUp, RunEventJson.Default.AnswerLookedUp),
        Of("plan.made", Json.PlanMade, RunEventJson.Default.PlanMade),
        Of("step.finished", Json.StepFinished, RunEventJson.Default.StepFinished),
        Of("route.chosen", Json.RouteChosen, RunEventJson.Default.RouteChosen),
        Of("agent.handed_over", Json.AgentHandedOver, RunEventJson.Default.AgentHandedOver),
        Of("context.compacted", Json.ContextCompacted, RunEventJson.Default.ContextCompacted),
        Of("budget.refused", Json.BudgetRefused, RunEventJson.Default.BudgetRefused),
        Of("budget.warned", Json.BudgetWarned, RunEventJson.Default.BudgetWarned),
        Of("limit.reached", Json.LimitReached, RunEventJson.Default.LimitReached),
        Of("cancel.requested", Json.CancelRequested, RunEventJson.Default.CancelRequested),
        Of("feedback.given", Json.FeedbackGiven, RunEventJson.Default.FeedbackGiven),
        Of("run.finished", Json.RunFinished, RunEventJson.Default.RunFinished),
    ];

    private static readonly FrozenDictionary<string, JsonTypeInfo> ByKind = Kinds.ToFrozenDictionary(k => k.Kind, k => k.Info, StringComparer.Ordinal);

    private static readonly FrozenDictionary<Type, EventKind> ByType = Kinds.ToFrozenDictionary(k => k.Info.Type);

    [ThreadStatic]
    private static Utf8JsonWriter? cachedWriter;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? cachedBuffer;

    /// <summary>Returns the kind of an event, such as <c>run.started</c>.</summary>
    public static string KindOf(RunEvent runEvent) => ByType[runEvent.GetType()].Kind;

    /// <summary>Serialises an event.</summary>
    public static byte[] Encode(RunEvent runEvent)
    {
        var buffer = cachedBuffer ??= new ArrayBufferWriter<byte>(1024);
        var writer = cachedWriter ??= new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        ByType[runEvent.GetType()].Write(writer, runEvent);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Deserialises an event.</summary>
    /// <exception cref="HoldfastException">
    /// <c>journal-too-new</c>: the kind or a member is unknown to this version. <c>journal-damaged</c>: the payload is not what was written.
    /// </exception>
    public static RunEvent Decode(EventRecord record)
    {
        if (!ByKind.TryGetValue(record.Kind, out var info))
        {
            throw new HoldfastException("journal-too-new", $"Event {record.Sequence} is of kind '{record.Kind}', which this version of Holdfast does not know. "
                + "A newer version wrote it: upgrade this process, or let a newer worker take the session.");
        }

        try
        {
            return (RunEvent)JsonSerializer.Deserialize(record.Payload.Span, info)!;
        }
        catch (JsonException e)
        {
            throw new HoldfastException(
                e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "journal-too-new" : "journal-damaged",
                $"Event {record.Sequence} of kind '{record.Kind}' cannot be read by this version of Holdfast: {e.Message}",
                e);
        }
    }

    /// <summary>A kind with both forms of its generated serialiser: the one that reads as we want, and the straight-line one, which writes in half the time.</summary>
    private static EventKind Of<T>(string kind, JsonTypeInfo<T> info, JsonTypeInfo<T> straight)
        where T : RunEvent
    {
        var write = straight.SerializeHandler ?? throw new UnreachableException($"{typeof(T).Name} has no generated writer.");
        return new EventKind(kind, info, (writer, runEvent) => write(writer, (T)runEvent));
    }

    private sealed record EventKind(string Kind, JsonTypeInfo Info, Action<Utf8JsonWriter, RunEvent> Write);
}
