using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Models;
using Holdfast.Runs.Events;
using Holdfast.Safety.Guards;
using Holdfast.Safety.Policy;
using Holdfast.Server.Wire;
using Holdfast.Tools;

namespace Holdfast.Server.Runs;

/// <summary>Events as clients read them: all members that say something, names as everywhere in <c>/v1</c>. The stored form is shorter and may change.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WireIdConverter), typeof(WireNameConverter<TerminationReason>), typeof(WireNameConverter<ErrorCategory>), typeof(WireNameConverter<Tier>),
        typeof(WireNameConverter<ToolOutcome>), typeof(WireNameConverter<StepOutcome>), typeof(WireNameConverter<PolicyDecision>),
        typeof(WireNameConverter<GuardPoint>), typeof(WireNameConverter<GuardMode>), typeof(WireNameConverter<GuardVerdict>),
        typeof(WireNameConverter<TicketReason>), typeof(WireNameConverter<TicketPriority>), typeof(WireNameConverter<TicketStatus>),
        typeof(WireNameConverter<RouteMeans>), typeof(WireNameConverter<RouteOutcome>), typeof(WireNameConverter<MemoryKind>), typeof(WireNameConverter<ScoreOutcome>),
    ])]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(SessionClosed))]
[JsonSerializable(typeof(RunStarted))]
[JsonSerializable(typeof(RunResumed))]
[JsonSerializable(typeof(RunHandedOver))]
[JsonSerializable(typeof(ModelReplied))]
[JsonSerializable(typeof(ModelRetried))]
[JsonSerializable(typeof(ModelFailed))]
[JsonSerializable(typeof(ToolStarted))]
[JsonSerializable(typeof(ToolFinished))]
[JsonSerializable(typeof(CallsRequested))]
[JsonSerializable(typeof(WorkflowStepFinished))]
[JsonSerializable(typeof(BatchChecked))]
[JsonSerializable(typeof(DelegationStarted))]
[JsonSerializable(typeof(DelegationFinished))]
[JsonSerializable(typeof(PolicyDecided))]
[JsonSerializable(typeof(ApprovalRequested))]
[JsonSerializable(typeof(ApprovalDecided))]
[JsonSerializable(typeof(ApprovalReminded))]
[JsonSerializable(typeof(ApprovalExpired))]
[JsonSerializable(typeof(GrantRevoked))]
[JsonSerializable(typeof(TicketOpened))]
[JsonSerializable(typeof(TicketRepeated))]
[JsonSerializable(typeof(TicketClaimed))]
[JsonSerializable(typeof(TicketReplied))]
[JsonSerializable(typeof(TicketHandedBack))]
[JsonSerializable(typeof(TicketClosed))]
[JsonSerializable(typeof(AnswerScored))]
[JsonSerializable(typeof(ConfirmationAsked))]
[JsonSerializable(typeof(GuardJudged))]
[JsonSerializable(typeof(NoteTaken))]
[JsonSerializable(typeof(MemoryRecalled))]
[JsonSerializable(typeof(FactsExtracted))]
[JsonSerializable(typeof(AnswerLookedUp))]
[JsonSerializable(typeof(PlanMade))]
[JsonSerializable(typeof(StepFinished))]
[JsonSerializable(typeof(RouteChosen))]
[JsonSerializable(typeof(AgentHandedOver))]
[JsonSerializable(typeof(ContextCompacted))]
[JsonSerializable(typeof(BudgetRefused))]
[JsonSerializable(typeof(BudgetWarned))]
[JsonSerializable(typeof(LimitReached))]
[JsonSerializable(typeof(CancelRequested))]
[JsonSerializable(typeof(FeedbackGiven))]
[JsonSerializable(typeof(RunFinished))]
internal sealed partial class EventJson : JsonSerializerContext
{
    private static EventJson Wire => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = null });

    /// <summary>Writes the payload of an event; as it is stored when it is of a kind that a newer version made.</summary>
    public static void Write(Utf8JsonWriter writer, EventRecord record)
    {
        if (record.Payload.IsEmpty)
        {
            writer.WriteNullValue();
            return;
        }

        try
        {
            var decoded = EventCodec.Decode(record);
            if (decoded is SessionOpened opened)
            {
                // Who knows the digits could write marks of their own.
                decoded = opened with { Mark = null };
            }

            if (Wire.GetTypeInfo(decoded.GetType()) is { } type)
            {
                JsonSerializer.Serialize(writer, decoded, type);
                return;
            }
        }
        catch (HoldfastException e) when (e.Code == "journal-too-new")
        {
            // A reader may be older than the worker that wrote: it shows what it cannot name.
        }

        writer.WriteRawValue(record.Payload.Span);
    }
}
