using System.Text.Json.Serialization;

namespace Holdfast.Testing.RedTeam;

/// <summary>How suites and reports are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(HonestSuite))]
[JsonSerializable(typeof(AttackReport))]
internal sealed partial class RedTeamJson : JsonSerializerContext;
