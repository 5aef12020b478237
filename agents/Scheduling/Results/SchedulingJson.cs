using System.Text.Json.Serialization;

namespace Holdfast.Agents.Scheduling;

/// <summary>How results are kept beside their idempotency key.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AppointmentResult))]
[JsonSerializable(typeof(ConfirmationResult))]
internal sealed partial class SchedulingJson : JsonSerializerContext;
