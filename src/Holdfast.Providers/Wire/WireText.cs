using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Wire;

/// <summary>What is written the same way for every protocol.</summary>
internal static class WireText
{
    private static readonly ConditionalWeakTable<string, byte[]> Instructions = [];

    /// <summary>Non-ASCII text stays as it is (fewer bytes); several roots may follow each other.</summary>
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Returns an agent's instructions as a JSON string, encoded once for each string instance.</summary>
    public static ReadOnlySpan<byte> OfInstructions(string instructions) => Instructions.GetValue(instructions, static text =>
    {
        using var buffer = new PooledBuffer(text.Length + 16);
        buffer.WriteJsonString(text);
        return buffer.Span.ToArray();
    });

    /// <summary>Returns what a tool answered, as the text the model is shown.</summary>
    public static string OfResult(FunctionResultContent result) => result.Result switch
    {
        string text => text,
        JsonElement { ValueKind: JsonValueKind.String } element => element.GetString()!,
        JsonElement element => element.GetRawText(),
        TextContent text => text.Text,
        // The exception's words may hold internals; the engine puts what the model may read into the result.
        null => result.Exception is null ? "" : "The tool failed.",
        var value => JsonSerializer.Serialize(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())),
    };

    /// <summary>Returns a call's arguments: the model's own text where it is known.</summary>
    public static string OfArguments(FunctionCallContent call) => call.RawRepresentation is Models.ToolCallArguments raw ? raw.Json
        : call.Arguments is null ? "{}"
        : JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));

    /// <summary>Writes the caller's extra parameters at the top level of a request. Keys of Holdfast stay here.</summary>
    public static void WriteExtras(PooledBuffer body, ChatOptions options)
    {
        if (options.AdditionalProperties is not { Count: > 0 } extras)
        {
            return;
        }

        foreach (var (key, value) in extras)
        {
            if (value is null || key == "strict" || key.StartsWith("holdfast.", StringComparison.Ordinal))
            {
                continue;
            }

            body.Write(","u8);
            body.WriteJsonString(key);
            body.Write(":"u8);
            body.Write(JsonSerializer.SerializeToUtf8Bytes(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(value.GetType())));
        }
    }
}
