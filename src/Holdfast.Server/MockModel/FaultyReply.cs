using System.Text.Json;
using Holdfast.Server.MockModel.Wire;

namespace Holdfast.Server.MockModel;

/// <summary>Replies of a model that errs: calls with bad arguments, calls of unknown tools, refusals.</summary>
internal static class FaultyReply
{
    public static MockReply Of(MockReply reply, MockRequest request, MockFault fault, MockDice dice) => fault switch
    {
        MockFault.InvalidArguments => WithCall(reply, request, call => call with { Arguments = BadArguments(call, request, dice) }),
        MockFault.UnknownTool => WithCall(reply, request, call => call with { Name = Unoffered(call.Name, request) }),
        MockFault.Refusal => new MockReply { Refusal = reply.Refusal ?? "I can't help with that." },
        _ => reply,
    };

    private static MockReply WithCall(MockReply reply, MockRequest request, Func<MockToolCall, MockToolCall> change)
    {
        var first = reply.ToolCalls.Count > 0 ? reply.ToolCalls[0] : new MockToolCall(request.Tools.FirstOrDefault()?.Name ?? "look_up", "{}");
        return reply with { ToolCalls = [change(first), .. reply.ToolCalls.Skip(1)], Refusal = null };
    }

    private static string Unoffered(string name, MockRequest request)
    {
        var unknown = name + "_v2";
        while (request.Tools.Any(tool => tool.Name == unknown))
        {
            unknown += "_v2";
        }

        return unknown;
    }

    // Anthropic's whole body holds the arguments as a JSON value, so garbled text cannot be sent there.
    private static string BadArguments(MockToolCall call, MockRequest request, MockDice dice)
    {
        var mayGarble = request.Protocol != MockProtocol.AnthropicMessages || request.Stream;
        var violation = Violation(request.Tools.FirstOrDefault(tool => tool.Name == call.Name)?.Schema ?? default);
        return mayGarble && (violation is null || dice.Next(2) == 0) ? Garble(call.Arguments) : violation ?? "{\"unexpected\":[1,2,3]}";
    }

    // What begins with a brace and ends with brackets is no JSON, wherever it was cut.
    private static string Garble(string arguments) => arguments.Length < 4 ? "{\"value\": \"un" : arguments[..(arguments.Length / 2)] + "]]";

    private static string? Violation(JsonElement schema)
    {
        if (WireJson.Property(schema, "properties") is not { ValueKind: JsonValueKind.Object } properties)
        {
            return null;
        }

        foreach (var property in properties.EnumerateObject())
        {
            var isBoolean = WireJson.Property(property.Value, "type")?.ToString().Contains("bool") == true;
            return "{" + JsonSerializer.Serialize(property.Name) + ":" + (isBoolean ? "\"perhaps\"" : "true") + "}";
        }

        return null;
    }
}
