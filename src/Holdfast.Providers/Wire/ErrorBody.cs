using System.Text.Json;

namespace Holdfast.Providers.Wire;

/// <summary>What a provider says about a failure, out of any of the forms in use.</summary>
/// <param name="Message">Its words, or null.</param>
/// <param name="Type">The kind, such as <c>rate_limit_error</c>, or null.</param>
/// <param name="Code">The finer code, such as <c>context_length_exceeded</c>, or null; sometimes an HTTP status as a number.</param>
internal readonly record struct ErrorBody(string? Message, string? Type, string? Code)
{
    /// <summary>Reads <c>{"error": {…}}</c>, <c>{"error": "…"}</c>, <c>{"message": …}</c> or <c>{"detail": …}</c>; anything else has no facts.</summary>
    public static ErrorBody Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            reader.Read();
            return reader.TokenType == JsonTokenType.StartObject ? ParseObject(ref reader) : default;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static ErrorBody ParseObject(ref Utf8JsonReader reader)
    {
        ErrorBody facts = default;
        ErrorBody? inner = null;
        while (reader.NextProperty())
        {
            if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    inner = ParseObject(ref reader);
                }
                else
                {
                    facts = facts with { Message = Scalar(ref reader) ?? facts.Message };
                }
            }
            else if (reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("detail"u8))
            {
                reader.Read();
                facts = facts with { Message = Scalar(ref reader) ?? facts.Message };
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                facts = facts with { Type = Scalar(ref reader) };
            }
            else if (reader.ValueTextEquals("code"u8))
            {
                reader.Read();
                facts = facts with { Code = Scalar(ref reader) };
            }
            else
            {
                reader.SkipValue();
            }
        }

        return inner ?? facts;
    }

    private static string? Scalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.GetDouble().ToString("R");
            default:
                reader.Skip();
                return null;
        }
    }
}
