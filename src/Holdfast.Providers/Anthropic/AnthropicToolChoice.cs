using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>Writes which tools the model may or must call.</summary>
internal static class AnthropicToolChoice
{
    /// <summary>Writes the property, or nothing where the protocol's default is meant.</summary>
    /// <param name="body">The request.</param>
    /// <param name="options">The call's options, with tools or a structured answer.</param>
    /// <param name="structured">Whether the answer goes through <see cref="AnswerTool"/>.</param>
    /// <returns>Whether the model is forced to call a tool.</returns>
    public static bool Write(PooledBuffer body, ChatOptions options, bool structured)
    {
        var parallel = options.AllowMultipleToolCalls;
        var single = parallel == false;
        if (structured && (options.Tools is not { Count: > 0 } || options.ToolMode is NoneChatToolMode))
        {
            WriteNamed(body, AnswerTool.Name, single: true);
            return true;
        }

        if (options.ToolMode is NoneChatToolMode)
        {
            body.Write(",\"tool_choice\":{\"type\":\"none\"}"u8);
            return false;
        }

        if (options.ToolMode is RequiredChatToolMode { RequiredFunctionName: { } name })
        {
            WriteNamed(body, name, single);
            return true;
        }

        if (structured || options.ToolMode is RequiredChatToolMode)
        {
            // With tools and a form for the answer, the model calls a tool or gives the answer: free text is neither.
            body.Write(",\"tool_choice\":{\"type\":\"any\""u8);
            End(body, single);
            return true;
        }

        if (options.ToolMode is AutoChatToolMode || parallel is not null)
        {
            body.Write(",\"tool_choice\":{\"type\":\"auto\""u8);
            End(body, single);
        }

        return false;
    }

    private static void WriteNamed(PooledBuffer body, string name, bool single)
    {
        body.Write(",\"tool_choice\":{\"type\":\"tool\",\"name\":"u8);
        body.WriteJsonString(name);
        End(body, single);
    }

    private static void End(PooledBuffer body, bool single) => body.Write(single ? ",\"disable_parallel_tool_use\":true}"u8 : "}"u8);
}
