using System.Text.Json;
using Holdfast.Providers.Wire;

namespace Holdfast.Providers.OpenAI;

/// <summary>Decodes a message's <c>content</c>: text, nothing, or the parts that some servers send (Mistral's reasoning models do).</summary>
internal static class OpenAIContent
{
    /// <summary>Reads the value that the reader stands on.</summary>
    public static void Read(ref Utf8JsonReader reader, OpenAIAnswerReader answer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                answer.AddText(reader.GetString());
                break;
            case JsonTokenType.StartArray:
                while (reader.NextItem())
                {
                    ReadPart(ref reader, answer, reasoning: false);
                }

                break;
            case JsonTokenType.Null:
                break;
            default:
                throw new JsonException($"A message's content is {reader.TokenType}.");
        }
    }

    private static void ReadPart(ref Utf8JsonReader reader, OpenAIAnswerReader answer, bool reasoning)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("text"u8))
            {
                if (reasoning)
                {
                    answer.AddReasoning(reader.ReadText());
                }
                else
                {
                    answer.AddText(reader.ReadText());
                }
            }
            else if (reader.ValueTextEquals("refusal"u8))
            {
                answer.AddRefusal(reader.ReadText());
            }
            else if (reader.ValueTextEquals("thinking"u8) && reader.EnterArray())
            {
                while (reader.NextItem())
                {
                    ReadPart(ref reader, answer, reasoning: true);
                }
            }
            else if (reader.TokenType == JsonTokenType.PropertyName)
            {
                reader.SkipValue();
            }
        }
    }
}
