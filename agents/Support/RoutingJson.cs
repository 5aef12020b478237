using System.Text.Json.Serialization;

namespace Holdfast.Agents.Support;

/// <summary>How examples are read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(RoutingExample))]
internal sealed partial class RoutingJson : JsonSerializerContext;
