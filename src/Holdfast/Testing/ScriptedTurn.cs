using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Testing;

/// <summary>What a scripted model is asked.</summary>
/// <param name="Messages">The prompt.</param>
/// <param name="Options">The options.</param>
public sealed record ScriptedTurn(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options)
{
    /// <summary>What the call is for, see <see cref="Runs.Purposes"/>.</summary>
    public string Purpose => Options?.AdditionalProperties?.TryGetValue(ModelCallProperties.Purpose, out var value) == true ? (string)value! : Runs.Purposes.Act;

    /// <summary>How often the model spoke since the user's last message that carries an input, from 0.</summary>
    public int Step => Messages.Reverse().TakeWhile(m => !IsInput(m)).Count(m => m.Role == ChatRole.Assistant);

    /// <summary>The user's last input.</summary>
    public string Input => Messages.LastOrDefault(IsInput)?.Contents.OfType<TextContent>().First().Text ?? "";

    /// <summary>The results of the last round of tool calls, as the tools gave them, or nothing when the last message is another.</summary>
    public IReadOnlyList<string> Results => Messages.LastOrDefault(m => m.Role != ChatRole.User || IsInput(m)) is { } last && last.Role == ChatRole.Tool
        ? [.. last.Contents.OfType<FunctionResultContent>().Select(Runs.ResultContent.RawOf)]
        : [];

    private static bool IsInput(ChatMessage message) =>
        message.Role == ChatRole.User && message.Contents is [TextContent first, ..] && first.AdditionalProperties?.ContainsKey(ModelCallProperties.Context) != true;
}
