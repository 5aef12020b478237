using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>The schema of a tool's arguments, which both protocols demand to be of an object.</summary>
internal static class ToolSchema
{
    public static ReadOnlySpan<byte> Of(AIFunctionDeclaration tool) =>
        tool.JsonSchema is { ValueKind: JsonValueKind.Object } schema && schema.TryGetProperty("type"u8, out _)
            ? JsonMarshal.GetRawUtf8Value(schema)
            : "{\"type\":\"object\",\"properties\":{}}"u8;
}
