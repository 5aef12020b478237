using System.Text.Json.Serialization;
using Holdfast.Safety.Guards;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Safety.Policy;
using Holdfast.Tools;

namespace Holdfast.Runs.Events;

/// <summary>The source-generated serialiser of all events. Defaults are left out: an event costs the bytes of what it says.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    Converters =
    [
        typeof(KebabCaseConverter<TerminationReason>),
        typeof(KebabCaseConverter<ErrorCategory>),
        typeof(KebabCaseConverter<Tier>),
        typeof(KebabCaseConverter<StepOutcome>),
        typeof(KebabCaseConverter<ToolOutcome>),
        typeof(KebabCaseConverter<PolicyDecision>),
        typeof(KebabCaseConverter<GuardPoint>),
        typeof(KebabCaseConverter<GuardMode>),
        typeof(KebabCaseConverter<GuardVerdict>),
        typeof(KebabCaseConverter<TicketReason>),
        typeof(KebabCaseConverter<TicketPriority>),
        typeof(KebabCaseConverter<TicketStatus>),
        typeof(KebabCaseConverter<RouteMeans>),
        typeof(KebabCaseConverter<RouteOutcome>),
        typeof(KebabCaseConverter<MemoryKind>),
        typeof(KebabCaseConverter<ScoreOutcome>),
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
internal sealed partial class RunEventJson : JsonSerializerContext;
