using System.Text.Json;
using Holdfast.Providers.Wire;

namespace Holdfast.Providers.Anthropic;

/// <summary>The facts of a content block or of a delta to one. Which are set depends on <see cref="Type"/>, which may come last.</summary>
internal struct AnthropicBlock
{
    public string? Type { get; private set; }

    public string? Id { get; private set; }

    public string? Name { get; private set; }

    /// <summary>Text, reasoning, or a piece of a tool's input.</summary>
    public string? Text { get; private set; }

    /// <summary>The signature of reasoning, or redacted reasoning itself.</summary>
    public string? Sealed { get; private set; }

    /// <summary>A tool's input as received.</summary>
    public string? Input { get; private set; }

    public string? StopReason { get; private set; }

    public string? StopExplanation { get; private set; }

    /// <summary>Reads the object that the reader has entered.</summary>
    public static AnthropicBlock Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        AnthropicBlock block = default;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("type"u8))
            {
                block.Type = reader.ReadText();
            }
            else if (reader.ValueTextEquals("text"u8) || reader.ValueTextEquals("thinking"u8) || reader.ValueTextEquals("partial_json"u8))
            {
                block.Text = reader.ReadText();
            }
            else if (reader.ValueTextEquals("id"u8))
            {
                block.Id = reader.ReadText();
            }
            else if (reader.ValueTextEquals("name"u8))
            {
                block.Name = reader.ReadText();
            }
            else if (reader.ValueTextEquals("input"u8))
            {
                block.Input = reader.ReadRaw(json);
            }
            else if (reader.ValueTextEquals("signature"u8) || reader.ValueTextEquals("data"u8))
            {
                block.Sealed = reader.ReadText();
            }
            else if (reader.ValueTextEquals("stop_reason"u8))
            {
                block.StopReason = reader.ReadText();
            }
            else if (reader.ValueTextEquals("stop_details"u8))
            {
                block.StopExplanation = ReadExplanation(ref reader);
            }
            else
            {
                reader.SkipValue();
            }
        }

        return block;
    }

    /// <summary>Reads the value of <c>stop_details</c>: why the model refused, where the provider says so.</summary>
    public static string? ReadExplanation(ref Utf8JsonReader reader)
    {
        string? explanation = null;
        if (reader.EnterObject())
        {
            while (reader.NextProperty())
            {
                if (reader.ValueTextEquals("explanation"u8))
                {
                    explanation = reader.ReadText();
                }
                else
                {
                    reader.SkipValue();
                }
            }
        }

        return explanation;
    }
}
