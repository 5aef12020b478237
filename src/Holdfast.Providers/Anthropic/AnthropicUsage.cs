using System.Text.Json;
using Holdfast.Providers.Wire;

namespace Holdfast.Providers.Anthropic;

/// <summary>The <c>usage</c> of messages, whose input tokens leave out what the prompt cache gave or took.</summary>
internal struct AnthropicUsage
{
    private long? input;
    private long? output;
    private long? cacheRead;
    private long? cacheWritten;

    /// <summary>Reads the value of <c>usage</c>. It comes twice in a stream; the later figures replace the earlier ones.</summary>
    public void Read(ref Utf8JsonReader reader)
    {
        if (!reader.EnterObject())
        {
            return;
        }

        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("input_tokens"u8))
            {
                input = reader.ReadCount() ?? input;
            }
            else if (reader.ValueTextEquals("output_tokens"u8))
            {
                output = reader.ReadCount() ?? output;
            }
            else if (reader.ValueTextEquals("cache_read_input_tokens"u8))
            {
                cacheRead = reader.ReadCount() ?? cacheRead;
            }
            else if (reader.ValueTextEquals("cache_creation_input_tokens"u8))
            {
                cacheWritten = reader.ReadCount() ?? cacheWritten;
            }
            else
            {
                reader.SkipValue();
            }
        }
    }

    /// <summary>Returns the normalised counts: the input is all of it.</summary>
    public readonly TokenCounts ToCounts() => new()
    {
        Input = input is null ? null : input + (cacheRead ?? 0) + (cacheWritten ?? 0),
        Output = output,
        Cached = cacheRead,
        CacheWritten = cacheWritten,
    };
}
