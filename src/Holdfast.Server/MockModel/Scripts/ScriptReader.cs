using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Holdfast.Server.MockModel.Scripts;

/// <summary>Reads a script file: YAML, of which JSON is a part.</summary>
internal static class ScriptReader
{
    private static readonly string[] Conditions =
        ["user", "user_contains", "role", "tool", "tool_result", "tool_result_contains", "system", "model", "step", "call"];

    public static List<(MockRule Rule, ScriptPlace Place)> Read(string text, string name)
    {
        var place = new ScriptPlace(name, null, null);
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(text));
        }
        catch (YamlException exception)
        {
            throw place.At(exception.Start.Line).Error("this is not valid YAML or JSON: " + exception.Message, exception);
        }

        if (stream.Documents.Count == 0)
        {
            throw place.Error("the script is empty. It needs a list 'rules'.");
        }

        var fields = new ScriptFields(stream.Documents[0].RootNode, "the script", ["rules"], place);
        var rules = fields.List("rules") ?? throw place.Error("the script has no 'rules'. It needs a list 'rules'.");
        return [.. rules.Select((node, index) => Rule(node, index, place))];
    }

    private static (MockRule Rule, ScriptPlace Place) Rule(YamlNode node, int index, ScriptPlace script)
    {
        var unnamed = ScriptPlace.Rule(script.Script, index, null, node.Start.Line);
        var fields = new ScriptFields(node, "a rule", ["name", "when", "reply", "replies"], unnamed);
        var place = ScriptPlace.Rule(script.Script, index, fields.Text("name"), node.Start.Line);
        var when = new ScriptFields(fields.Node("when") ?? new YamlMappingNode(), "when", Conditions, place);
        return (new MockRule
        {
            Name = fields.Text("name"),
            User = when.Text("user"),
            UserContains = when.Text("user_contains"),
            Role = when.Text("role"),
            Tool = when.Text("tool"),
            ToolResult = when.Text("tool_result"),
            ToolResultContains = when.Text("tool_result_contains"),
            System = when.Text("system"),
            Model = when.Text("model"),
            Step = when.Number("step"),
            Call = when.Number("call"),
            Replies = Replies(fields, place),
        }, place);
    }

    private static List<MockReply> Replies(ScriptFields rule, ScriptPlace place)
    {
        var one = rule.Node("reply");
        var several = rule.List("replies");
        return (one, several) switch
        {
            (not null, null) => [Reply(one, place)],
            (null, { Count: > 0 }) => [.. several.Select(node => Reply(node, place))],
            _ => throw place.Error("a rule needs either 'reply' with one reply or 'replies' with a list of at least one."),
        };
    }

    private static MockReply Reply(YamlNode node, ScriptPlace rule)
    {
        var place = node.Start.Line > 0 ? rule.At(node.Start.Line) : rule;
        if (node is YamlScalarNode scalar)
        {
            return MockReply.Say(scalar.Value ?? "");
        }

        var fields = new ScriptFields(node, "a reply", ["text", "tool_calls", "refusal", "fault"], place);
        MockFault? fault = null;
        if (fields.Text("fault") is { } name)
        {
            fault = MockFaultNames.TryParse(name, out var known)
                ? known
                : throw place.Error($"fault '{name}' is unknown. Valid: {MockFaultNames.Valid}.");
        }

        var reply = new MockReply
        {
            Text = fields.Text("text") ?? "",
            ToolCalls = [.. (fields.List("tool_calls") ?? []).Select(call => ToolCall(call, place))],
            Refusal = fields.Text("refusal"),
            Fault = fault,
        };
        return fields.Count > 0 ? reply : throw place.Error("a reply is empty. Valid: text, tool_calls, refusal, fault.");
    }

    private static MockToolCall ToolCall(YamlNode node, ScriptPlace reply)
    {
        var place = reply.At(node.Start.Line);
        var fields = new ScriptFields(node, "a tool call", ["name", "arguments"], place);
        var name = fields.Text("name") ?? throw place.Error("a tool call has no 'name'. Valid: name, arguments.");
        return new MockToolCall(name, fields.Node("arguments") switch
        {
            null => "{}",
            YamlScalarNode raw => raw.Value ?? "",
            var arguments => YamlJson.Write(arguments),
        });
    }
}
