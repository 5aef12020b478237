using System.Text.Json;
using Holdfast.Providers.Wire;

namespace Holdfast.Providers.OpenAI;

/// <summary>Puts the pieces of tool calls together.</summary>
internal sealed class OpenAIToolCalls
{
    private List<ToolCallBuilder>? calls;

    /// <summary>Reads the value of <c>tool_calls</c>.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        if (!reader.EnterArray())
        {
            return;
        }

        while (reader.NextItem())
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                ReadPiece(ref reader, json);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Adds the calls, complete now, to the answer.</summary>
    public void AddTo(AnswerReader answer, string? answerId)
    {
        for (var i = 0; i < calls?.Count; i++)
        {
            answer.Add(calls[i].ToContent(fallbackId: $"call_{answerId}_{i}", fallbackArguments: ""));
        }
    }

    private void ReadPiece(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        long? index = null;
        string? id = null, name = null, arguments = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("index"u8))
            {
                index = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                id = reader.ReadText();
            }
            else if (reader.ValueTextEquals("function"u8))
            {
                if (reader.EnterObject())
                {
                    (name, arguments) = ReadFunction(ref reader, json);
                }
            }
            else
            {
                reader.SkipValue();
            }
        }

        var call = Find((int?)index, id);
        call.Name = string.IsNullOrEmpty(call.Name) ? name : call.Name;
        call.Append(arguments);
    }

    private static (string? Name, string? Arguments) ReadFunction(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        string? name = null, arguments = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("name"u8))
            {
                name = reader.ReadText();
            }
            else if (reader.ValueTextEquals("arguments"u8))
            {
                // A text by the protocol; some servers send the object itself.
                var peek = reader;
                peek.Read();
                arguments = peek.TokenType == JsonTokenType.StartObject ? reader.ReadRaw(json) : reader.ReadText();
            }
            else
            {
                reader.SkipValue();
            }
        }

        return (name, arguments);
    }

    // By index; a piece without one belongs to the last call, and a new id always begins a new call, whatever its index.
    private ToolCallBuilder Find(int? index, string? id)
    {
        calls ??= [];
        var found = calls.Count == 0 ? null : calls[^1];
        if (index is not null && found?.Index != index)
        {
            found = FindLast(index.Value);
        }

        if (found is null || (!string.IsNullOrEmpty(id) && !string.IsNullOrEmpty(found.Id) && found.Id != id))
        {
            found = new ToolCallBuilder { Index = index ?? calls.Count };
            calls.Add(found);
        }

        found.Id = string.IsNullOrEmpty(found.Id) ? id : found.Id;
        return found;
    }

    private ToolCallBuilder? FindLast(int index) => calls!.FindLast(call => call.Index == index);
}
