using System.Text.Json;

namespace Holdfast.Server.MockModel;

/// <summary>A request to the mock model, decoded to the same shape for every protocol.</summary>
public sealed record MockRequest
{
    /// <summary>The protocol it came by.</summary>
    public required MockProtocol Protocol { get; init; }

    /// <summary>The model that it names.</summary>
    public required string Model { get; init; }

    /// <summary>The messages in order. System instructions come first, wherever the protocol keeps them.</summary>
    public required IReadOnlyList<MockMessage> Messages { get; init; }

    /// <summary>The tools offered.</summary>
    public IReadOnlyList<MockTool> Tools { get; init; } = [];

    /// <summary>The most output tokens, or null for no limit.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>The JSON as it came.</summary>
    public JsonElement Body { get; init; }

    /// <summary>The text of the last user message; empty without one.</summary>
    public string LastUserText => LastUser is var at && at >= 0 ? Messages[at].Text : "";

    /// <summary>The role of the last message; empty without messages.</summary>
    public string LastRole => Messages.Count == 0 ? "" : Messages[^1].Role;

    /// <summary>The tool messages at the end of the conversation, in order: the results that the model has not answered yet.</summary>
    public IReadOnlyList<MockMessage> ToolResults => [.. Messages.Reverse().TakeWhile(message => message.Role == "tool").Reverse()];

    /// <summary>Which reply since the last user message this is: 1 for the first. It follows from the conversation, not from the server.</summary>
    public int Step => 1 + Messages.Skip(LastUser + 1).Count(message => message.Role == "assistant");

    /// <summary>Which reply of the whole conversation this is: 1 for the first.</summary>
    public int Call => 1 + Messages.Count(message => message.Role == "assistant");

    private int LastUser
    {
        get
        {
            var at = Messages.Count - 1;
            while (at >= 0 && Messages[at].Role != "user")
            {
                at--;
            }

            return at;
        }
    }

    /// <summary>The name of the tool whose result this message is, or null when the conversation does not tell.</summary>
    /// <param name="result">A tool message of this request.</param>
    public string? ToolOf(MockMessage result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return Messages.SelectMany(message => message.ToolCalls).LastOrDefault(call => call.Id == result.ToolCallId)?.Name;
    }
}
