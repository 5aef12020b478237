using System.Text.Json;
using static Holdfast.Server.MockModel.Wire.WireJson;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>Reads the input of the responses protocol, in which tool calls and their results are items of their own.</summary>
internal static class OpenAIResponsesInput
{
    public static List<MockMessage> Messages(JsonElement body)
    {
        var messages = new List<MockMessage>();
        if (Text(body, "instructions") is { Length: > 0 } instructions)
        {
            messages.Add(new MockMessage("system", instructions));
        }

        if (Property(body, "input") is { ValueKind: JsonValueKind.String } input)
        {
            messages.Add(new MockMessage("user", input.GetString()!));
        }

        foreach (var item in Items(body, "input"))
        {
            Add(messages, item);
        }

        return messages;
    }

    private static void Add(List<MockMessage> messages, JsonElement item)
    {
        switch (Text(item, "type"))
        {
            case "function_call":
                AddCall(messages, new MockToolCall(Text(item, "name"), Text(item, "arguments"), Text(item, "call_id")));
                break;
            case "function_call_output":
                messages.Add(new MockMessage("tool", Content(item, "output")) { ToolCallId = Text(item, "call_id") });
                break;
            case "message" or "":
                var role = Text(item, "role");
                messages.Add(new MockMessage(role == "developer" ? "system" : role, Content(item, "content")));
                break;
            default:
                // Reasoning and other items say nothing that the mock answers to.
                break;
        }
    }

    // The text and the calls of one answer come back as items in a row; together they are one assistant message.
    private static void AddCall(List<MockMessage> messages, MockToolCall call)
    {
        if (messages.Count > 0 && messages[^1].Role == "assistant")
        {
            messages[^1] = messages[^1] with { ToolCalls = [.. messages[^1].ToolCalls, call] };
        }
        else
        {
            messages.Add(new MockMessage("assistant", "") { ToolCalls = [call] });
        }
    }
}
