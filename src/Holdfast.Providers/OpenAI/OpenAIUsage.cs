using System.Text.Json;
using Holdfast.Providers.Wire;

namespace Holdfast.Providers.OpenAI;

/// <summary>Decodes the <c>usage</c> of chat completions, whose prompt tokens include the cached ones.</summary>
internal static class OpenAIUsage
{
    /// <summary>Reads the object that the reader has entered.</summary>
    public static TokenCounts Read(ref Utf8JsonReader reader)
    {
        TokenCounts counts = default;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("prompt_tokens"u8))
            {
                counts.Input = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("completion_tokens"u8))
            {
                counts.Output = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("total_tokens"u8))
            {
                counts.Total = reader.ReadCount();
            }
            else if (reader.ValueTextEquals("prompt_tokens_details"u8))
            {
                counts.Cached = ReadDetail(ref reader, "cached_tokens"u8) ?? counts.Cached;
            }
            else if (reader.ValueTextEquals("prompt_cache_hit_tokens"u8))
            {
                counts.Cached = reader.ReadCount() ?? counts.Cached;
            }
            else if (reader.ValueTextEquals("completion_tokens_details"u8))
            {
                counts.Reasoning = ReadDetail(ref reader, "reasoning_tokens"u8);
            }
            else
            {
                reader.SkipValue();
            }
        }

        return counts;
    }

    private static long? ReadDetail(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        long? found = null;
        if (reader.EnterObject())
        {
            while (reader.NextProperty())
            {
                if (reader.ValueTextEquals(name))
                {
                    found = reader.ReadCount();
                }
                else
                {
                    reader.SkipValue();
                }
            }
        }

        return found;
    }
}
