using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>Assembles the body of a messages request out of bytes that are cached with the messages and tools.</summary>
/// <remarks>
/// Source: the API reference, docs.anthropic.com/en/api/messages. What does not change comes first and is marked for the provider's prompt
/// cache: tools and system text by one breakpoint, the conversation so far by another on its last block.
/// </remarks>
internal static class AnthropicRequest
{
    /// <summary>The protocol demands a limit; this one is what every model accepts.</summary>
    public const int DefaultMaxTokens = 4096;

    private static readonly Func<ChatMessage, byte[]> SerializeMessage = AnthropicMessageWriter.Serialize;
    private static readonly WireTools Tools = new(WriteTool);

    /// <summary>Writes the body.</summary>
    /// <param name="model">The client's model; the options may name another.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The call's options, or null.</param>
    /// <param name="stream">Whether events are wanted.</param>
    /// <returns>A buffer that the caller disposes.</returns>
    public static PooledBuffer Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var body = new PooledBuffer();
        try
        {
            body.Write("{\"model\":"u8);
            body.WriteJsonString(options?.ModelId ?? model);
            body.Write(",\"max_tokens\":"u8);
            body.WriteNumber(options?.MaxOutputTokens ?? DefaultMaxTokens);
            var list = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
            var hasSystem = HasSystem(list, options);
            WriteTools(body, model, options, breakpoint: !hasSystem);
            if (hasSystem)
            {
                WriteSystem(body, list, options?.Instructions);
            }

            WriteMessages(body, list);
            if (stream)
            {
                body.Write(",\"stream\":true"u8);
            }

            if (options is not null)
            {
                WriteSampling(body, options, options.ModelId ?? model);
                WireText.WriteExtras(body, options);
            }

            body.Write("}"u8);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static bool HasSystem(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (!string.IsNullOrWhiteSpace(options?.Instructions))
        {
            return true;
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Role == ChatRole.System && Bytes(messages[i]).Length > 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Bytes(ChatMessage message) => WireMessage.Of(message, WireProtocol.Anthropic, SerializeMessage);

    private static void WriteSystem(PooledBuffer body, IReadOnlyList<ChatMessage> messages, string? instructions)
    {
        body.Write(",\"system\":["u8);
        var any = !string.IsNullOrWhiteSpace(instructions);
        if (any)
        {
            body.Write("{\"type\":\"text\",\"text\":"u8);
            body.Write(WireText.OfInstructions(instructions!));
            body.Write("}"u8);
        }

        for (var i = 0; i < messages.Count; i++)
        {
            if (messages[i].Role == ChatRole.System && Bytes(messages[i]) is { Length: > 0 } blocks)
            {
                body.Write(any ? ","u8 : ""u8);
                body.Write(blocks);
                any = true;
            }
        }

        WriteBreakpoint(body);
        body.Write("]"u8);
    }

    // Neighbours of one role become one turn: the results of parallel calls must follow them in a single one.
    private static void WriteMessages(PooledBuffer body, IReadOnlyList<ChatMessage> messages)
    {
        body.Write(",\"messages\":["u8);
        bool? assistant = null;
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Role == ChatRole.System || Bytes(message) is not { Length: > 0 } blocks)
            {
                continue;
            }

            var speaks = message.Role == ChatRole.Assistant;
            if (assistant == speaks)
            {
                body.Write(","u8);
            }
            else
            {
                body.Write(assistant is null ? ""u8 : "]},"u8);
                body.Write(speaks ? "{\"role\":\"assistant\",\"content\":["u8 : "{\"role\":\"user\",\"content\":["u8);
                assistant = speaks;
            }

            body.Write(blocks);
        }

        if (assistant == false)
        {
            WriteBreakpoint(body);
        }

        body.Write(assistant is null ? "]"u8 : "]}]"u8);
    }

    // Added to the object that ends here, so that the cached bytes stay the same wherever the conversation goes on.
    private static void WriteBreakpoint(PooledBuffer body)
    {
        body.Truncate(body.Length - 1);
        body.Write(",\"cache_control\":{\"type\":\"ephemeral\"}}"u8);
    }

    private static void WriteTools(PooledBuffer body, string model, ChatOptions? options, bool breakpoint)
    {
        var tools = options?.Tools;
        var structured = AnswerTool.IsWanted(options, out var schema);
        if (tools is not { Count: > 0 } && !structured)
        {
            return;
        }

        body.Write(",\"tools\":["u8);
        if (tools is { Count: > 0 })
        {
            body.Write(Tools.Of(tools));
            body.Write(structured ? ","u8 : ""u8);
        }

        if (structured)
        {
            AnswerTool.Write(body, options!, schema);
        }

        if (breakpoint)
        {
            WriteBreakpoint(body);
        }

        body.Write("]"u8);
        if (AnthropicToolChoice.Write(body, options!, structured) && ClaudeGeneration.ThinksUnasked(options!.ModelId ?? model)
            && options.AdditionalProperties?.ContainsKey("thinking") != true)
        {
            body.Write(",\"thinking\":{\"type\":\"disabled\"}"u8);
        }
    }

    private static void WriteTool(AIFunctionDeclaration tool, PooledBuffer body)
    {
        body.Write("{\"name\":"u8);
        body.WriteJsonString(tool.Name);
        if (!string.IsNullOrEmpty(tool.Description))
        {
            body.Write(",\"description\":"u8);
            body.WriteJsonString(tool.Description);
        }

        body.Write(",\"input_schema\":"u8);
        body.Write(ToolSchema.Of(tool));
        body.Write("}"u8);
    }

    private static void WriteSampling(PooledBuffer body, ChatOptions options, string model)
    {
        if (ClaudeGeneration.TakesSampling(model))
        {
            // Temperature and nucleus at once are refused since 4.5. The protocol's range ends at 1 where OpenAI's ends at 2.
            if (options.Temperature is { } temperature)
            {
                body.Write(",\"temperature\":"u8);
                body.WriteNumber(Math.Min(temperature, 1));
            }
            else if (options.TopP is { } topP)
            {
                body.Write(",\"top_p\":"u8);
                body.WriteNumber(topP);
            }

            if (options.TopK is { } topK)
            {
                body.Write(",\"top_k\":"u8);
                body.WriteNumber(topK);
            }
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            body.Write(",\"stop_sequences\":["u8);
            for (var i = 0; i < stops.Count; i++)
            {
                body.Write(i == 0 ? ""u8 : ","u8);
                body.WriteJsonString(stops[i]);
            }

            body.Write("]"u8);
        }
    }
}
