using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>Writes one message's content as blocks of the messages API; who speaks is added when a request is assembled.</summary>
internal static class AnthropicMessageWriter
{
    /// <summary>Returns JSON objects separated by commas; none for a message without content, which the API would refuse.</summary>
    public static byte[] Serialize(ChatMessage message)
    {
        using var buffer = new PooledBuffer();
        using var writer = new Utf8JsonWriter(buffer, WireText.Options);
        foreach (var content in message.Contents)
        {
            var before = buffer.Length;
            if (before > 0)
            {
                buffer.Write(","u8);
            }

            if (TryWrite(writer, content))
            {
                writer.Flush();
                writer.Reset(buffer);
            }
            else
            {
                buffer.Truncate(before);
            }
        }

        return buffer.Span.ToArray();
    }

    private static bool TryWrite(Utf8JsonWriter writer, AIContent content)
    {
        switch (content)
        {
            case TextContent text when !string.IsNullOrWhiteSpace(text.Text):
                Begin(writer, "text"u8);
                writer.WriteString("text"u8, text.Text);
                break;
            case TextReasoningContent { ProtectedData: { Length: > 0 } signature } reasoning:
                WriteReasoning(writer, reasoning, signature);
                break;
            case FunctionCallContent call:
                Begin(writer, "tool_use"u8);
                writer.WriteString("id"u8, call.CallId);
                writer.WriteString("name"u8, call.Name);
                writer.WritePropertyName("input"u8);
                WriteInput(writer, WireText.OfArguments(call));
                break;
            case FunctionResultContent result:
                Begin(writer, "tool_result"u8);
                writer.WriteString("tool_use_id"u8, result.CallId);
                writer.WriteString("content"u8, WireText.OfResult(result));
                if (result.Exception is not null)
                {
                    writer.WriteBoolean("is_error"u8, value: true);
                }

                break;
            case DataContent or UriContent:
                WriteImage(writer, content);
                break;
            default:
                return false;
        }

        writer.WriteEndObject();
        return true;
    }

    private static void Begin(Utf8JsonWriter writer, ReadOnlySpan<byte> type)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
    }

    private static void WriteReasoning(Utf8JsonWriter writer, TextReasoningContent reasoning, string signature)
    {
        if (reasoning.AdditionalProperties?.ContainsKey(AnthropicAnswerReader.Redacted) == true)
        {
            Begin(writer, "redacted_thinking"u8);
            writer.WriteString("data"u8, signature);
        }
        else
        {
            Begin(writer, "thinking"u8);
            writer.WriteString("thinking"u8, reasoning.Text);
            writer.WriteString("signature"u8, signature);
        }
    }

    // The protocol takes an object here. What the model wrote may be none: it is then shown to it as the text that it is.
    private static void WriteInput(Utf8JsonWriter writer, string json)
    {
        if (string.IsNullOrWhiteSpace(json))
        {
            writer.WriteRawValue("{}"u8, skipInputValidation: true);
        }
        else if (IsObject(json))
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            writer.WriteStartObject();
            writer.WriteString("malformed_arguments"u8, json);
            writer.WriteEndObject();
        }
    }

    private static bool IsObject(string json)
    {
        using var buffer = new PooledBuffer(json.Length * 3);
        buffer.Advance(System.Text.Encoding.UTF8.GetBytes(json, buffer.GetSpan(json.Length * 3)));
        try
        {
            var reader = new Utf8JsonReader(buffer.Span);
            reader.Read();
            var isObject = reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
            }

            return isObject;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void WriteImage(Utf8JsonWriter writer, AIContent content)
    {
        var address = Images.Address(content);
        Begin(writer, "image"u8);
        writer.WriteStartObject("source"u8);
        if (content is DataContent data)
        {
            writer.WriteString("type"u8, "base64"u8);
            writer.WriteString("media_type"u8, data.MediaType);
            writer.WriteString("data"u8, data.Base64Data.Span);
        }
        else
        {
            writer.WriteString("type"u8, "url"u8);
            writer.WriteString("url"u8, address);
        }

        writer.WriteEndObject();
    }
}
