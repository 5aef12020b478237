using System.Text.Json.Serialization;

namespace Holdfast.Agents.Shared;

/// <summary>How a request is written to be digested.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class WriteRequestJson : JsonSerializerContext;
