using System.Text.Json.Serialization;

namespace Holdfast.Agents.Support;

/// <summary>How results are kept beside their idempotency key.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SupportResult))]
internal sealed partial class SupportJson : JsonSerializerContext;
