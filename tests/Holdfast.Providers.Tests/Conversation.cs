using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Tests;

/// <summary>A conversation with everything in it that an agent sends.</summary>
internal static class Conversation
{
    public const string Instructions = "You are a scheduling agent. Be brief: “yes” or “no” – ünïcode \U0001F600.";

    public static AIFunction Tool { get; } = AIFunctionFactory.Create(
        ([Description("The day, ISO 8601")] string day, [Description("Who")] string staff, int minutes = 30) => "free", "check_availability", "Finds free slots.");

    public static AIFunction NoArguments { get; } = AIFunctionFactory.Create(() => "ok", "ping", "Answers.");

    public static List<ChatMessage> Messages(bool raw) =>
    [
        new(ChatRole.System, Instructions),
        new(ChatRole.User, "Is Ann free on Monday?\n\"Quoted\" <b>&</b>"),
        new(ChatRole.Assistant, [new TextContent("I will look."), Call("call_1", "2026-03-02", raw), Call("call_2", "2026-03-03", raw)]),
        new(ChatRole.Tool, [new FunctionResultContent("call_1", "free at 10:00"), new FunctionResultContent("call_2", JsonElement.Parse("{\"free\":[]}"))]),
        new(ChatRole.Assistant, "Yes, at ten."),
        new(ChatRole.User, "Book it."),
    ];

    public static ChatOptions Options() => new()
    {
        Temperature = 0.2f,
        MaxOutputTokens = 500,
        StopSequences = ["END", "\n\nUser:"],
        Tools = [Tool, NoArguments],
        ToolMode = ChatToolMode.RequireAny,
        AllowMultipleToolCalls = false,
        AdditionalProperties = new() { [ModelCallProperties.Purpose] = "act" },
    };

    /// <summary>Returns the body with its properties sorted, so that equal requests are equal texts.</summary>
    public static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject body => new JsonObject(body.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Sorted(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    private static FunctionCallContent Call(string id, string day, bool raw)
    {
        Dictionary<string, object?> arguments = new() { ["day"] = day, ["staff"] = "Ann" };
        return raw
            ? new FunctionCallContent(id, Tool.Name) { RawRepresentation = new ToolCallArguments(JsonSerializer.Serialize(arguments)) }
            : new FunctionCallContent(id, Tool.Name, arguments);
    }
}
