namespace Holdfast.Server.MockModel.Scripts;

/// <summary>A reply of a rule with its captures found.</summary>
internal sealed class CompiledReply
{
    private readonly MockReply reply;
    private readonly Template text;
    private readonly Template? refusal;
    private readonly List<(MockToolCall Call, Template Arguments)> calls;

    public CompiledReply(MockReply reply, IReadOnlySet<string> captures, ScriptPlace place)
    {
        this.reply = reply;
        text = new Template(reply.Text, captures, place);
        refusal = reply.Refusal is null ? null : new Template(reply.Refusal, captures, place);
        calls = [.. reply.ToolCalls.Select(call => (call, new Template(call.Arguments, captures, place)))];
    }

    public MockReply Expand(IReadOnlyDictionary<string, string> captures) => reply with
    {
        Text = text.Expand(captures, insideJson: false),
        Refusal = refusal?.Expand(captures, insideJson: false),
        ToolCalls = [.. calls.Select(entry => entry.Call with { Arguments = entry.Arguments.Expand(captures, insideJson: true) })],
    };
}
