namespace Holdfast.Server.MockModel;

/// <summary>One message of a request, the same for every protocol.</summary>
/// <param name="Role"><c>system</c>, <c>user</c>, <c>assistant</c> or <c>tool</c>. OpenAI's developer role counts as system.</param>
/// <param name="Text">The text of all its parts; empty where there is none.</param>
public sealed record MockMessage(string Role, string Text)
{
    /// <summary>The tool calls of an assistant message.</summary>
    public IReadOnlyList<MockToolCall> ToolCalls { get; init; } = [];

    /// <summary>The id of the call that a tool message answers; otherwise null.</summary>
    public string? ToolCallId { get; init; }
}
