namespace Holdfast.Server.MockModel;

/// <summary>What the model answers: text, tool calls, both, or a refusal.</summary>
/// <remarks>In the replies of a <see cref="MockRule"/>, <c>${name}</c> stands for a capture of the rule's expressions.</remarks>
public sealed record MockReply
{
    /// <summary>The text; empty for none.</summary>
    public string Text { get; init; } = "";

    /// <summary>The tool calls, in order.</summary>
    public IReadOnlyList<MockToolCall> ToolCalls { get; init; } = [];

    /// <summary>The reason of a refusal, which takes the place of text and calls; null (the default) when the model does not refuse.</summary>
    public string? Refusal { get; init; }

    /// <summary>A fault to suffer whatever the rates say; <see cref="MockFault.None"/> for surely none; null (the default) to let
    /// the rates decide.</summary>
    public MockFault? Fault { get; init; }

    /// <summary>A reply of text.</summary>
    /// <param name="text">The text.</param>
    public static MockReply Say(string text) => new() { Text = text };

    /// <summary>A reply of one tool call.</summary>
    /// <param name="tool">The tool's name.</param>
    /// <param name="arguments">The arguments as JSON text.</param>
    public static MockReply Call(string tool, string arguments = "{}") => new() { ToolCalls = [new MockToolCall(tool, arguments)] };

    /// <summary>A fault in place of an answer.</summary>
    /// <param name="fault">The fault.</param>
    public static MockReply Fail(MockFault fault) => new() { Fault = fault };
}
