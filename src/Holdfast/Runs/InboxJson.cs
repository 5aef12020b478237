using System.Text.Json.Serialization;

namespace Holdfast.Runs;

/// <summary>What waits in an inbox: the payloads of <see cref="Journal.InboxItem"/>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(InboxMessage))]
[JsonSerializable(typeof(InboxCancel))]
[JsonSerializable(typeof(Events.FeedbackGiven))]
[JsonSerializable(typeof(InboxDecision))]
[JsonSerializable(typeof(InboxTicketAct))]
[JsonSerializable(typeof(InboxEnd))]
[JsonSerializable(typeof(Events.GrantRevoked))]
[JsonSerializable(typeof(InboxChildEnd))]
internal sealed partial class InboxJson : JsonSerializerContext
{
    public const string MessageKind = "message";
    public const string CancelKind = "cancel";
    public const string FeedbackKind = "feedback";
    public const string DecisionKind = "decision";
    public const string TicketKind = "ticket";
    public const string ChildEndKind = "child";
    public const string EndKind = "end";
    public const string RevocationKind = "revocation";
}
