using System.Buffers;
using System.Text;
using System.Text.Json;
using Holdfast.Json.Repair;

namespace Holdfast.Json;

/// <summary>Repairs near-JSON as language models write it. Linear time, bounded depth; where the meaning is in doubt it fails rather than guesses.</summary>
/// <remarks>
/// Repaired are: text and Markdown fences around one object or array, comments, single and typographic quotes, quotes forgotten or not
/// escaped, line breaks in strings, unquoted keys and words, Python and JavaScript literals, missing and surplus commas, wrong or missing
/// closing brackets, concatenated strings, JSONP and MongoDB calls, numbers such as <c>.5</c>, several values one per line (an array), a
/// document that is escaped as a whole, and text that ends too early.
/// </remarks>
public static class JsonRepair
{
    private const int ValidDepth = 1_000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Repairs a text. Valid JSON comes back as the same string.</summary>
    /// <param name="text">The text, as the model wrote it.</param>
    /// <param name="json">Valid JSON; empty where the result is false.</param>
    /// <param name="truncated">Whether something was open where the text ends, or was left out with an ellipsis, so that the value may not be all
    /// that was meant. A tool call that is truncated must not be executed.</param>
    /// <returns>False where the text is no JSON, or its meaning is in doubt.</returns>
    public static bool TryRepair(string text, out string json, out bool truncated)
    {
        ArgumentNullException.ThrowIfNull(text);
        truncated = false;
        json = text;
        if (IsValid(text))
            return true;
        json = "";
        if (!IsUnicode(text))
            return false;
        foreach (var candidate in RepairCandidates.Of(text))
        {
            var parser = new RepairParser(candidate.Text, candidate.MayBeFollowedByText);
            if (parser.TryParse(out json) && IsValid(json))
            {
                truncated = parser.Truncated;
                return true;
            }
        }

        json = "";
        return false;
    }

    /// <summary>Repairs a text that is known to be complete. A text that was cut off is not repaired.</summary>
    /// <param name="text">The text, as the model wrote it.</param>
    /// <param name="json">Valid JSON, the same string where the text is valid already; empty where the result is false.</param>
    /// <returns>False where the text is no JSON, is cut off, or its meaning is in doubt.</returns>
    public static bool TryRepair(string text, out string json)
    {
        if (TryRepair(text, out json, out var truncated) && !truncated)
            return true;
        json = "";
        return false;
    }

    // Half of a surrogate pair stands for nothing that could be put into JSON.
    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    private static bool IsValid(string text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StrictUtf8.GetMaxByteCount(text.Length));
        try
        {
            var length = StrictUtf8.GetBytes(text, buffer);
            var reader = new Utf8JsonReader(buffer.AsSpan(0, length), new JsonReaderOptions { MaxDepth = ValidDepth });
            while (reader.Read())
            {
                // Reading to the end is the check.
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or EncoderFallbackException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
