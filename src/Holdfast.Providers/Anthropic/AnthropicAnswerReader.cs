using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Anthropic;

/// <summary>Decodes messages and their stream events.</summary>
/// <param name="structured">How a structured answer was asked for.</param>
internal sealed class AnthropicAnswerReader(StructuredAnswer structured) : AnswerReader
{
    /// <summary>Marks reasoning that came redacted, in its additional properties.</summary>
    public const string Redacted = "redacted";

    private readonly List<ToolCallBuilder> calls = [];
    private AnthropicUsage usage;
    private string? refusalExplanation;
    private string? stopReason;

    // The block that is being streamed. Blocks come one after the other.
    private int openIndex = -1;
    private ToolCallBuilder? openCall;
    private string? type;

    protected override void ReadWholeCore(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, not {reader.TokenType}.");
        }

        var answered = ReadMessage(ref reader, json);
        if (Error is null && !answered)
        {
            throw new JsonException("It holds no content.");
        }

        Ended = true;
    }

    protected override void ReadEventCore(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, not {reader.TokenType}.");
        }

        var index = -1;
        AnthropicBlock block = default;
        type = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("type"u8))
            {
                type = reader.ReadText();
            }
            else if (reader.ValueTextEquals("index"u8))
            {
                index = (int)(reader.ReadCount() ?? -1);
            }
            else if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("content_block"u8))
            {
                block = reader.EnterObject() ? AnthropicBlock.Read(ref reader, data) : default;
            }
            else if (reader.ValueTextEquals("message"u8) && reader.EnterObject())
            {
                ReadMessage(ref reader, data);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.SkipValue();
            }
        }

        Perform(index, block, data);
    }

    protected override void AddHeldBack()
    {
        var answers = 0;
        for (var i = 0; i < calls.Count; i++)
        {
            var call = calls[i].ToContent(fallbackId: $"call_{Id}_{i}", fallbackArguments: "{}");
            if (structured.Takes(call, out var text))
            {
                AddText(text);
                answers++;
            }
            else
            {
                Add(call);
            }
        }

        Finish = ToFinish(stopReason, answers > 0 && answers == calls.Count);
        if (stopReason == "refusal")
        {
            Add(new ErrorContent(null) { ErrorCode = "refusal", Details = refusalExplanation });
        }
    }

    private static ChatFinishReason? ToFinish(string? reason, bool structured) => reason switch
    {
        null => null,
        "end_turn" or "stop_sequence" => ChatFinishReason.Stop,
        "max_tokens" or "model_context_window_exceeded" => ChatFinishReason.Length,
        "tool_use" => structured ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls,
        "refusal" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    private void Perform(int index, AnthropicBlock block, ReadOnlySpan<byte> data)
    {
        switch (type)
        {
            case "content_block_start":
                openIndex = index;
                openCall = null;
                AddBlock(block, streamed: true);
                break;
            case "content_block_delta" when index != openIndex:
                throw new JsonException($"A delta for block {index} came while block {openIndex} was open.");
            case "content_block_delta":
                AddDelta(block);
                break;
            case "message_delta":
                stopReason = block.StopReason ?? stopReason;
                refusalExplanation = block.StopExplanation ?? refusalExplanation;
                break;
            case "message_stop":
                Ended = stopReason is not null;
                break;
            case "error":
                Error = ErrorBody.Parse(data);
                break;
        }
    }

    private bool ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        var answered = false;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("id"u8))
            {
                Id = reader.ReadText();
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                Model = reader.ReadText();
            }
            else if (reader.ValueTextEquals("content"u8))
            {
                answered = ReadContent(ref reader, json);
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                stopReason = reader.ReadText();
            }
            else if (reader.ValueTextEquals("stop_details"u8))
            {
                refusalExplanation = AnthropicBlock.ReadExplanation(ref reader);
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.SkipValue();
                Error = ErrorBody.Parse(json);
            }
            else
            {
                reader.SkipValue();
            }
        }

        return answered;
    }

    private bool ReadContent(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!reader.EnterArray())
        {
            return false;
        }

        while (reader.NextItem())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                AddBlock(AnthropicBlock.Read(ref reader, json), streamed: false);
            }
            else
            {
                reader.Skip();
            }
        }

        return true;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        usage.Read(ref reader);
        Tokens = usage.ToCounts();
    }

    private void AddBlock(AnthropicBlock block, bool streamed)
    {
        switch (block.Type)
        {
            case "text":
                AddText(block.Text);
                break;
            case "thinking" when !string.IsNullOrEmpty(block.Text) || !string.IsNullOrEmpty(block.Sealed):
                Add(new TextReasoningContent(block.Text) { ProtectedData = string.IsNullOrEmpty(block.Sealed) ? null : block.Sealed });
                break;
            case "redacted_thinking":
                Add(new TextReasoningContent("") { ProtectedData = block.Sealed, AdditionalProperties = new() { [Redacted] = true } });
                break;
            case "tool_use":
                openCall = new ToolCallBuilder { Id = block.Id, Name = block.Name };
                calls.Add(openCall);

                // A streamed call opens with an empty object as a placeholder; its input follows in pieces.
                if (!streamed || block.Input is not "{}")
                {
                    openCall.Append(block.Input);
                }

                break;
        }
    }

    private void AddDelta(AnthropicBlock delta)
    {
        switch (delta.Type)
        {
            case "text_delta":
                AddText(delta.Text);
                break;
            case "thinking_delta":
                AddReasoning(delta.Text);
                break;
            case "signature_delta":
                Add(new TextReasoningContent(null) { ProtectedData = delta.Sealed });
                break;
            case "input_json_delta":
                openCall?.Append(delta.Text);
                break;
        }
    }
}
