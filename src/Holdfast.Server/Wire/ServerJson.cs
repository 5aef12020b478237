using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Server.Agents;
using Holdfast.Server.Approvals;
using Holdfast.Server.Audit;
using Holdfast.Server.Batches;
using Holdfast.Server.Costs;
using Holdfast.Server.Health;
using Holdfast.Server.Keys;
using Holdfast.Server.Knowledge;
using Holdfast.Server.Notifications;
using Holdfast.Server.Memory;
using Holdfast.Server.Persons;
using Holdfast.Server.Problems;
using Holdfast.Server.Runs;
using Holdfast.Server.Sessions;
using Holdfast.Server.Tickets;
using Holdfast.Server.Traces;

namespace Holdfast.Server.Wire;

/// <summary>The source-generated serialiser of what the routes of <c>/v1</c> take and give. A member that they do not take is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SessionRequest))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(AcceptedView))]
[JsonSerializable(typeof(RunView))]
[JsonSerializable(typeof(RunEventsView))]
[JsonSerializable(typeof(BatchRequest))]
[JsonSerializable(typeof(BatchAcceptedView))]
[JsonSerializable(typeof(BatchView))]
[JsonSerializable(typeof(BatchResultView))]
[JsonSerializable(typeof(ApprovalView))]
[JsonSerializable(typeof(ApprovalListView))]
[JsonSerializable(typeof(DecisionRequest))]
[JsonSerializable(typeof(GrantListView))]
[JsonSerializable(typeof(AutonomyView))]
[JsonSerializable(typeof(AutonomyListView))]
[JsonSerializable(typeof(AutonomyRequest))]
[JsonSerializable(typeof(NoticeView))]
[JsonSerializable(typeof(ConversationView))]
[JsonSerializable(typeof(TicketView))]
[JsonSerializable(typeof(TicketListView))]
[JsonSerializable(typeof(TicketReplyRequest))]
[JsonSerializable(typeof(TicketActRequest))]
[JsonSerializable(typeof(FeedbackRequest))]
[JsonSerializable(typeof(FeedbackListView))]
[JsonSerializable(typeof(TraceListView))]
[JsonSerializable(typeof(CostsView))]
[JsonSerializable(typeof(AgentListView))]
[JsonSerializable(typeof(AgentView))]
[JsonSerializable(typeof(HealthView))]
[JsonSerializable(typeof(KnowledgeRequest))]
[JsonSerializable(typeof(KnowledgeView))]
[JsonSerializable(typeof(KnowledgeListView))]
[JsonSerializable(typeof(DocumentView))]
[JsonSerializable(typeof(DocumentListView))]
[JsonSerializable(typeof(KnowledgeSearchRequest))]
[JsonSerializable(typeof(KnowledgeSearchView))]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(RotationRequest))]
[JsonSerializable(typeof(KeyView))]
[JsonSerializable(typeof(KeyListView))]
[JsonSerializable(typeof(AuditListView))]
[JsonSerializable(typeof(MemoryView))]
[JsonSerializable(typeof(MemoryListView))]
[JsonSerializable(typeof(CorrectionRequest))]
[JsonSerializable(typeof(ForgottenView))]
[JsonSerializable(typeof(ErasureView))]
[JsonSerializable(typeof(ProblemView))]
internal sealed partial class ServerJson : JsonSerializerContext
{
    /// <summary>The serialiser in use: text in other scripts stays readable.</summary>
    public static ServerJson Wire => field ??= new(new JsonSerializerOptions(Default.Options)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = null,
    });
}
