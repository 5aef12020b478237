namespace Holdfast.Server.MockModel;

/// <summary>When all its conditions hold, a rule answers. Conditions that are null hold always.</summary>
/// <remarks>Expressions are .NET regular expressions, case-sensitive unless they begin with <c>(?i)</c>; the contains conditions ignore case.</remarks>
public sealed record MockRule
{
    /// <summary>A name for error messages; otherwise the rule's number stands there.</summary>
    public string? Name { get; init; }

    /// <summary>An expression over the last user message.</summary>
    public string? User { get; init; }

    /// <summary>What the last user message contains.</summary>
    public string? UserContains { get; init; }

    /// <summary>The role of the last message: <c>user</c>, <c>assistant</c>, <c>tool</c> or <c>system</c>.</summary>
    public string? Role { get; init; }

    /// <summary>The name of a tool whose result is at the end of the conversation.</summary>
    public string? Tool { get; init; }

    /// <summary>An expression over the tool results at the end of the conversation (of <see cref="Tool"/> only, where it is set).</summary>
    public string? ToolResult { get; init; }

    /// <summary>What one of those tool results contains.</summary>
    public string? ToolResultContains { get; init; }

    /// <summary>An expression over the system messages.</summary>
    public string? System { get; init; }

    /// <summary>An expression over the model's name.</summary>
    public string? Model { get; init; }

    /// <summary>The number of the reply since the last user message: 1 for the first.</summary>
    public int? Step { get; init; }

    /// <summary>The number of the reply in the whole conversation: 1 for the first.</summary>
    public int? Call { get; init; }

    /// <summary>Any other condition.</summary>
    public Func<MockRequest, bool>? When { get; init; }

    /// <summary>The replies in sequence: the first after a user message, the second after that reply, and so on; the last one repeats.</summary>
    /// <remarks>The step follows from the conversation, so that concurrent conversations do not disturb each other.</remarks>
    public IReadOnlyList<MockReply> Replies { get; init; } = [];

    /// <summary>Makes the reply in place of <see cref="Replies"/>. Called concurrently. Its reply's text is sent as it is.</summary>
    public Func<MockRequest, MockReply>? Respond { get; init; }
}
