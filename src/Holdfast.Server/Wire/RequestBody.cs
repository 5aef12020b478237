using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Server.Wire;

/// <summary>Reads the JSON body of a request.</summary>
internal static class RequestBody
{
    /// <summary>Reads a body that must be there.</summary>
    /// <exception cref="HoldfastException"><c>unsupported-media-type</c>, <c>invalid-body</c>, <c>body-too-large</c>.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class =>
        await ReadOrNullAsync(request, type) ?? throw new RequestFault("invalid-body", "The body is empty: send a JSON object.");

    /// <summary>Reads a body that may be left out.</summary>
    /// <exception cref="HoldfastException"><c>unsupported-media-type</c>, <c>invalid-body</c>, <c>body-too-large</c>.</exception>
    public static async Task<T?> ReadOrNullAsync<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        if (request.ContentLength is 0 || !HasBody(request))
        {
            return null;
        }

        if (!request.HasJsonContentType())
        {
            throw new RequestFault("unsupported-media-type", $"The body is of type '{request.ContentType ?? "none"}'. Send Content-Type: application/json.", "Content-Type");
        }

        try
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
            var json = body.GetBuffer().AsSpan(0, (int)body.Length);
            var read = JsonSerializer.Deserialize(json, type) ?? throw new RequestFault("invalid-body", "The body is null: send a JSON object.");
            CheckUnicode(json);
            return read;
        }
        catch (JsonException e)
        {
            throw Fault(e, type);
        }
        catch (InvalidOperationException)
        {
            throw new RequestFault("invalid-body", "The body holds text that is not valid Unicode, such as half of a surrogate pair.");
        }
    }

    /// <summary>Reads every escaped text once: a member that is taken as JSON would otherwise fail wherever somebody looks into it.</summary>
    /// <exception cref="InvalidOperationException">A text is not valid Unicode.</exception>
    private static void CheckUnicode(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }

    private static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? true;

    private static RequestFault Fault<T>(JsonException e, JsonTypeInfo<T> type)
    {
        var field = e.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : null;
        var members = string.Join(", ", type.Properties.Select(property => property.Name));
        var reason = e.Message.Contains("could not be mapped", StringComparison.Ordinal) ? "It has a member that is not known here"
            : e.Message.Contains("missing required", StringComparison.Ordinal) ? "It lacks a required member"
            : e.Message.Contains("could not be converted", StringComparison.Ordinal) || e.Message.Contains("null", StringComparison.OrdinalIgnoreCase) ? "A member has the wrong type"
            : "It is not well-formed JSON";
        var place = field is not null ? $", at {field}" : e.LineNumber is { } line ? $", at line {line + 1}" : "";
        return new RequestFault("invalid-body", $"The body cannot be read. {reason}{place}. The members are: {members}.", field);
    }
}
