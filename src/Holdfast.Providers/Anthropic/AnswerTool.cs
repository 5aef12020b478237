using System.Runtime.InteropServices;
using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>
/// The tool whose input is the structured answer. Every model of the protocol knows tools, and a tool takes any schema, which cannot be said of
/// the protocol's own output format.
/// </summary>
internal static class AnswerTool
{
    public const string Name = "final_answer";

    /// <summary>Says whether a call is to be answered through the tool, and by which schema.</summary>
    public static bool IsWanted(ChatOptions? options, out JsonElement schema)
    {
        schema = default;
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { ValueKind: JsonValueKind.Object } wanted })
        {
            return false;
        }

        schema = wanted;
        return true;
    }

    /// <summary>Writes the tool. A schema of something else than an object is wrapped, for a tool's input is an object.</summary>
    public static void Write(PooledBuffer body, ChatOptions options, JsonElement schema)
    {
        body.Write("{\"name\":\"final_answer\",\"description\":"u8);
        body.WriteJsonString((options.ResponseFormat as ChatResponseFormatJson)?.SchemaDescription ?? "Gives the final answer in the demanded form.");
        body.Write(",\"input_schema\":"u8);
        if (IsObject(schema))
        {
            body.Write(JsonMarshal.GetRawUtf8Value(schema));
        }
        else
        {
            body.Write("{\"type\":\"object\",\"properties\":{\"value\":"u8);
            body.Write(JsonMarshal.GetRawUtf8Value(schema));
            body.Write("},\"required\":[\"value\"]}"u8);
        }

        body.Write("}"u8);
    }

    /// <summary>Says whether the schema is of an object and so needs no wrapping.</summary>
    public static bool IsObject(JsonElement schema) =>
        schema.TryGetProperty("type"u8, out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("object"u8);
}
