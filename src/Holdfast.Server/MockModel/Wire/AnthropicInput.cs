using System.Text.Json;
using static Holdfast.Server.MockModel.Wire.WireJson;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>Reads Anthropic's messages, in which tool results are blocks of a user message.</summary>
internal static class AnthropicInput
{
    public static IEnumerable<MockMessage> Messages(JsonElement message)
    {
        var role = Text(message, "role");
        var blocks = Items(message, "content").ToList();
        var results = blocks.Where(block => Text(block, "type") == "tool_result").ToList();
        foreach (var result in results)
        {
            yield return new MockMessage("tool", Content(result, "content")) { ToolCallId = Text(result, "tool_use_id") };
        }

        var text = Content(message, "content");
        if (results.Count == 0 || text.Length > 0)
        {
            yield return new MockMessage(role, text) { ToolCalls = [.. blocks.Where(block => Text(block, "type") == "tool_use").Select(Call)] };
        }
    }

    private static MockToolCall Call(JsonElement block) => new(Text(block, "name"), Property(block, "input")?.GetRawText() ?? "{}", Text(block, "id"));
}
