using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.OpenAI;

/// <summary>Writes one message as the chat completions API takes it: an object, or several where it holds several tool results.</summary>
internal static class OpenAIMessageWriter
{
    [ThreadStatic]
    private static Utf8JsonWriter? cachedWriter;

    /// <summary>Returns JSON objects separated by commas; none for a message without content.</summary>
    public static byte[] Serialize(ChatMessage message)
    {
        using var buffer = new PooledBuffer();
        var writer = cachedWriter ??= new Utf8JsonWriter(buffer, WireText.Options);
        writer.Reset(buffer);
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is FunctionResultContent result)
            {
                Begin(buffer, writer, "tool");
                writer.WriteString("tool_call_id"u8, result.CallId);
                writer.WriteString("content"u8, WireText.OfResult(result));
                End(writer, buffer);
            }
        }

        if (message.Role == ChatRole.Assistant)
        {
            WriteAssistant(message, buffer, writer);
        }
        else if (message.Role != ChatRole.Tool)
        {
            WriteInput(message, buffer, writer);
        }

        return buffer.Span.ToArray();
    }

    private static void WriteAssistant(ChatMessage message, PooledBuffer buffer, Utf8JsonWriter writer)
    {
        Begin(buffer, writer, "assistant");
        var text = message.Text;
        var calls = false;
        ErrorContent? refusal = null;
        for (var i = 0; i < message.Contents.Count; i++)
        {
            if (message.Contents[i] is FunctionCallContent call)
            {
                if (!calls)
                {
                    writer.WriteStartArray("tool_calls"u8);
                    calls = true;
                }

                WriteCall(writer, call);
            }
            else if (message.Contents[i] is ErrorContent { ErrorCode: OpenAIAnswerReader.Refusal } error)
            {
                refusal ??= error;
            }
        }

        if (calls)
        {
            writer.WriteEndArray();
        }

        if (text.Length > 0 || !calls)
        {
            writer.WriteString("content"u8, text);
        }
        else
        {
            writer.WriteNull("content"u8);
        }

        if (refusal is not null)
        {
            writer.WriteString("refusal"u8, refusal.Message);
        }

        End(writer, buffer);
    }

    private static void WriteCall(Utf8JsonWriter writer, FunctionCallContent call)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, call.CallId);
        writer.WriteString("type"u8, "function"u8);
        writer.WriteStartObject("function"u8);
        writer.WriteString("name"u8, call.Name);
        writer.WriteString("arguments"u8, WireText.OfArguments(call));
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteInput(ChatMessage message, PooledBuffer buffer, Utf8JsonWriter writer)
    {
        var parts = message.Contents.Where(content => content is TextContent or DataContent or UriContent).ToList();
        if (parts.Count == 0 && buffer.Length > 0)
        {
            return;
        }

        Begin(buffer, writer, message.Role == ChatRole.System ? "system" : message.Role.Value);

        // A plain string wherever it suffices: not every compatible server takes parts.
        if (parts.TrueForAll(part => part is TextContent))
        {
            writer.WriteString("content"u8, parts.Count == 1 ? ((TextContent)parts[0]).Text : string.Join('\n', parts));
        }
        else
        {
            writer.WriteStartArray("content"u8);
            foreach (var part in parts)
            {
                WritePart(writer, part);
            }

            writer.WriteEndArray();
        }

        End(writer, buffer);
    }

    private static void WritePart(Utf8JsonWriter writer, AIContent part)
    {
        writer.WriteStartObject();
        if (part is TextContent text)
        {
            writer.WriteString("type"u8, "text"u8);
            writer.WriteString("text"u8, text.Text);
        }
        else
        {
            writer.WriteString("type"u8, "image_url"u8);
            writer.WriteStartObject("image_url"u8);
            writer.WriteString("url"u8, Images.Address(part));
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Begin(PooledBuffer buffer, Utf8JsonWriter writer, string role)
    {
        if (buffer.Length > 0)
        {
            buffer.Write(","u8);
        }

        writer.WriteStartObject();
        writer.WriteString("role"u8, role);
    }

    private static void End(Utf8JsonWriter writer, PooledBuffer buffer)
    {
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset(buffer);
    }
}
