using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>How one call's structured answer comes back: not at all, as a call of <see cref="AnswerTool"/>, or wrapped in one.</summary>
/// <param name="Wanted">Whether one was asked for.</param>
/// <param name="Wrapped">Whether its schema is not of an object, so that it comes as the property <c>value</c>.</param>
internal readonly record struct StructuredAnswer(bool Wanted, bool Wrapped)
{
    public static StructuredAnswer Of(ChatOptions? options) =>
        AnswerTool.IsWanted(options, out var schema) ? new(Wanted: true, Wrapped: !AnswerTool.IsObject(schema)) : default;

    /// <summary>Says whether a call is the answer, and gives its text.</summary>
    public bool Takes(FunctionCallContent call, out string text)
    {
        text = "";
        if (!Wanted || call.Name != AnswerTool.Name)
        {
            return false;
        }

        text = ((ToolCallArguments)call.RawRepresentation!).Json;
        text = Wrapped ? Unwrap(text) : text;
        return true;
    }

    // What cannot be unwrapped goes on as it is: whoever asked for the answer validates and repairs it.
    private static string Unwrap(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("value", out var value)
                ? value.GetRawText()
                : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}
