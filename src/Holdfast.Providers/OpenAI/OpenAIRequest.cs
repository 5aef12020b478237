using System.Runtime.InteropServices;
using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.OpenAI;

/// <summary>Assembles the body of a chat completions request out of bytes that are cached with the messages and tools.</summary>
/// <remarks>Source: the API reference, platform.openai.com/docs/api-reference/chat/create.</remarks>
internal static class OpenAIRequest
{
    private static readonly Func<ChatMessage, byte[]> SerializeMessage = OpenAIMessageWriter.Serialize;
    private static readonly WireTools Tools = new(WriteTool);

    /// <summary>Writes the body.</summary>
    /// <param name="model">The client's model; the options may name another.</param>
    /// <param name="messages">The conversation.</param>
    /// <param name="options">The call's options, or null.</param>
    /// <param name="stream">Whether events are wanted.</param>
    /// <param name="limitName">How this endpoint calls the limit of output tokens.</param>
    /// <returns>A buffer that the caller disposes.</returns>
    public static PooledBuffer Write(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream, string limitName)
    {
        var body = new PooledBuffer();
        try
        {
            body.Write("{\"model\":"u8);
            body.WriteJsonString(options?.ModelId ?? model);
            WriteMessages(body, messages, options?.Instructions);
            if (stream)
            {
                body.Write(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"u8);
            }

            if (options is not null)
            {
                WriteTools(body, options);
                WriteSampling(body, options, limitName);
                WriteFormat(body, options);
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

    private static void WriteMessages(PooledBuffer body, IEnumerable<ChatMessage> messages, string? instructions)
    {
        body.Write(",\"messages\":["u8);
        var any = false;
        if (!string.IsNullOrEmpty(instructions))
        {
            body.Write("{\"role\":\"system\",\"content\":"u8);
            body.Write(WireText.OfInstructions(instructions));
            body.Write("}"u8);
            any = true;
        }

        foreach (var message in messages)
        {
            var bytes = WireMessage.Of(message, WireProtocol.OpenAI, SerializeMessage);
            if (bytes.Length == 0)
            {
                continue;
            }

            if (any)
            {
                body.Write(","u8);
            }

            body.Write(bytes);
            any = true;
        }

        body.Write("]"u8);
    }

    private static void WriteTools(PooledBuffer body, ChatOptions options)
    {
        if (options.Tools is not { Count: > 0 } tools)
        {
            return;
        }

        body.Write(",\"tools\":["u8);
        body.Write(Tools.Of(tools));
        body.Write("]"u8);
        switch (options.ToolMode)
        {
            case NoneChatToolMode:
                body.Write(",\"tool_choice\":\"none\""u8);
                break;
            case AutoChatToolMode:
                body.Write(",\"tool_choice\":\"auto\""u8);
                break;
            case RequiredChatToolMode { RequiredFunctionName: { } name }:
                body.Write(",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":"u8);
                body.WriteJsonString(name);
                body.Write("}}"u8);
                break;
            case RequiredChatToolMode:
                body.Write(",\"tool_choice\":\"required\""u8);
                break;
        }

        if (options.AllowMultipleToolCalls is { } several)
        {
            body.Write(several ? ",\"parallel_tool_calls\":true"u8 : ",\"parallel_tool_calls\":false"u8);
        }
    }

    private static void WriteTool(AIFunctionDeclaration tool, PooledBuffer body)
    {
        body.Write("{\"type\":\"function\",\"function\":{\"name\":"u8);
        body.WriteJsonString(tool.Name);
        if (!string.IsNullOrEmpty(tool.Description))
        {
            body.Write(",\"description\":"u8);
            body.WriteJsonString(tool.Description);
        }

        body.Write(",\"parameters\":"u8);
        body.Write(ToolSchema.Of(tool));
        body.Write("}}"u8);
    }

    private static void WriteSampling(PooledBuffer body, ChatOptions options, string limitName)
    {
        if (options.MaxOutputTokens is { } limit)
        {
            body.Write(","u8);
            body.WriteJsonString(limitName);
            body.Write(":"u8);
            body.WriteNumber(limit);
        }

        WriteNumber(body, ",\"temperature\":"u8, options.Temperature);
        WriteNumber(body, ",\"top_p\":"u8, options.TopP);
        WriteNumber(body, ",\"frequency_penalty\":"u8, options.FrequencyPenalty);
        WriteNumber(body, ",\"presence_penalty\":"u8, options.PresencePenalty);
        if (options.Seed is { } seed)
        {
            body.Write(",\"seed\":"u8);
            body.WriteNumber(seed);
        }

        if (options.StopSequences is { Count: > 0 } stops)
        {
            body.Write(",\"stop\":["u8);
            for (var i = 0; i < stops.Count; i++)
            {
                body.Write(i == 0 ? ""u8 : ","u8);
                body.WriteJsonString(stops[i]);
            }

            body.Write("]"u8);
        }

        if (options.Reasoning?.Effort is { } effort)
        {
            body.Write(",\"reasoning_effort\":"u8);
            body.WriteJsonString(effort == ReasoningEffort.ExtraHigh ? "xhigh" : effort.ToString().ToLowerInvariant());
        }
    }

    private static void WriteNumber(PooledBuffer body, ReadOnlySpan<byte> name, float? value)
    {
        if (value is { } number)
        {
            body.Write(name);
            body.WriteNumber(number);
        }
    }

    private static void WriteFormat(PooledBuffer body, ChatOptions options)
    {
        if (options.ResponseFormat is not ChatResponseFormatJson format)
        {
            return;
        }

        if (format.Schema is not { } schema)
        {
            body.Write(",\"response_format\":{\"type\":\"json_object\"}"u8);
            return;
        }

        body.Write(",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":"u8);
        body.WriteJsonString(format.SchemaName ?? "answer");
        if (format.SchemaDescription is { } description)
        {
            body.Write(",\"description\":"u8);
            body.WriteJsonString(description);
        }

        body.Write(",\"schema\":"u8);
        body.Write(JsonMarshal.GetRawUtf8Value(schema));

        // Strict mode refuses many valid schemas, so it is the caller's choice.
        if (options.AdditionalProperties?.TryGetValue("strict", out var strict) == true && strict is bool wanted)
        {
            body.Write(wanted ? ",\"strict\":true"u8 : ",\"strict\":false"u8);
        }

        body.Write("}}"u8);
    }
}
