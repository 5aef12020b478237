using System.Text;
using System.Text.Json;

namespace Holdfast.Providers.Wire;

/// <summary>Reading of values whose type the provider may get wrong: a wrong type is malformed JSON, null is nothing.</summary>
internal static class JsonReading
{
    /// <summary>Moves to the next property's name, or past the object's end.</summary>
    public static bool NextProperty(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next array item, or past the array's end.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Moves to the value and says whether it opens an object; anything else is skipped.</summary>
    public static bool EnterObject(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Moves to the value and says whether it opens an array; anything else is skipped.</summary>
    public static bool EnterArray(this ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        reader.Skip();
        return false;
    }

    /// <summary>Skips the value of the current property.</summary>
    public static void SkipValue(this ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }

    /// <summary>Reads a string, or null when there is none.</summary>
    public static string? ReadText(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Null => null,
            var other => throw new JsonException($"A text was expected, not {other}."),
        };
    }

    /// <summary>Reads a whole number, or null when there is none.</summary>
    public static long? ReadCount(this ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out var whole) ? whole : (long)reader.GetDouble(),
            JsonTokenType.Null => null,
            var other => throw new JsonException($"A number was expected, not {other}."),
        };
    }

    /// <summary>Reads any value as its exact text.</summary>
    public static string ReadRaw(this ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Encoding.UTF8.GetString(json[start..(int)reader.BytesConsumed]);
    }
}
