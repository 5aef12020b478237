using System.Text.Json;
using Holdfast.Providers.Wire;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.OpenAI;

/// <summary>Decodes chat completions and their chunks, with what compatible servers do differently.</summary>
internal sealed class OpenAIAnswerReader : AnswerReader
{
    /// <summary>The code of the <see cref="ErrorContent"/> that holds a model's refusal.</summary>
    public const string Refusal = "refusal";

    private readonly OpenAIToolCalls calls = new();
    private bool choiceSeen;
    private bool refused;
    private bool usageInEvent;
    private bool usageAfterFinish;

    /// <summary>Some servers omit <c>[DONE]</c>; the usage that comes after the finish reason ends their streams.</summary>
    public override void EndOfStream() => Ended |= Finish is not null && usageAfterFinish;

    /// <summary>Adds (a piece of) the model's refusal.</summary>
    public void AddRefusal(string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            refused = true;
            Add(new ErrorContent(text) { ErrorCode = Refusal });
        }
    }

    protected override void ReadWholeCore(ReadOnlySpan<byte> json)
    {
        ReadObject(json);
        if (!choiceSeen && Error is null)
        {
            throw new JsonException("It holds no choice.");
        }

        Ended = true;
    }

    protected override void ReadEventCore(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8))
        {
            // Without a finish reason the server gave up in the middle, whatever it says.
            Ended = Finish is not null;
            return;
        }

        ReadObject(data);
    }

    protected override void AddHeldBack()
    {
        calls.AddTo(this, Id);
        if (refused && Finish == ChatFinishReason.Stop)
        {
            Finish = ChatFinishReason.ContentFilter;
        }
    }

    private static ChatFinishReason? ToFinish(string? reason) => reason switch
    {
        null or "" => null,
        "stop" => ChatFinishReason.Stop,
        "length" => ChatFinishReason.Length,
        "tool_calls" or "function_call" => ChatFinishReason.ToolCalls,
        "content_filter" => ChatFinishReason.ContentFilter,
        _ => new ChatFinishReason(reason),
    };

    private void ReadObject(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"An object was expected, not {reader.TokenType}.");
        }

        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("choices"u8))
            {
                ReadChoices(ref reader, json);
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                Id = reader.ReadText() is { Length: > 0 } id ? id : Id;
            }
            else if (reader.ValueTextEquals("model"u8))
            {
                Model = reader.ReadText() is { Length: > 0 } model ? model : Model;
            }
            else if (reader.ValueTextEquals("created"u8))
            {
                CreatedAt = reader.ReadCount() is > 0 and < 253_402_300_800 and { } created ? DateTimeOffset.FromUnixTimeSeconds(created) : CreatedAt;
            }
            else if (reader.ValueTextEquals("usage"u8))
            {
                ReadUsage(ref reader);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.String)
                {
                    Error = ErrorBody.Parse(json);
                }

                reader.Skip();
            }
            else
            {
                reader.SkipValue();
            }
        }

        if (reader.Read())
        {
            throw new JsonException("More follows after the object.");
        }

        usageAfterFinish |= usageInEvent && Finish is not null;
        usageInEvent = false;
    }

    private void ReadUsage(ref Utf8JsonReader reader)
    {
        if (reader.EnterObject())
        {
            Tokens = OpenAIUsage.Read(ref reader);
            usageInEvent = true;
        }
    }

    private void ReadChoices(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!reader.EnterArray())
        {
            return;
        }

        // One answer is asked for; should a server send more, the first one counts.
        for (var first = true; reader.NextItem(); first = false)
        {
            if (first && reader.TokenType == JsonTokenType.StartObject)
            {
                choiceSeen = true;
                ReadChoice(ref reader, json);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void ReadChoice(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("delta"u8) || reader.ValueTextEquals("message"u8))
            {
                if (reader.EnterObject())
                {
                    ReadMessage(ref reader, json);
                }
            }
            else if (reader.ValueTextEquals("finish_reason"u8))
            {
                Finish = ToFinish(reader.ReadText()) ?? Finish;
            }
            else
            {
                reader.SkipValue();
            }
        }
    }

    private void ReadMessage(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        string? reasoning = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("content"u8))
            {
                reader.Read();
                OpenAIContent.Read(ref reader, this);
            }
            else if (reader.ValueTextEquals("tool_calls"u8))
            {
                calls.Read(ref reader, json);
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                AddRefusal(reader.ReadText());
            }
            else if (reader.ValueTextEquals("reasoning_content"u8) || reader.ValueTextEquals("reasoning"u8))
            {
                // Some servers send the same thought under both names.
                reader.Read();
                if (reader.TokenType == JsonTokenType.String && reasoning is null or "")
                {
                    AddReasoning(reasoning = reader.GetString());
                }
                else
                {
                    reader.Skip();
                }
            }
            else
            {
                reader.SkipValue();
            }
        }
    }
}
