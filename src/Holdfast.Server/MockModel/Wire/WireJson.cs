using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Server.MockModel.Wire;

/// <summary>Reading and writing the JSON of the protocols.</summary>
internal static class WireJson
{
    // Providers send characters as they are; the relaxed encoder does too.
    public static JsonSerializerOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(object value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static JsonElement? Property(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string Text(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static bool True(JsonElement element, string name) => Property(element, name) is { ValueKind: JsonValueKind.True };

    public static int? Number(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public static IEnumerable<JsonElement> Items(JsonElement element, string name) =>
        Property(element, name) is { ValueKind: JsonValueKind.Array } value ? value.EnumerateArray() : [];

    /// <summary>The text of a content that is a string or a list of parts; parts without text (images, say) count as nothing.</summary>
    public static string Content(JsonElement element, string name) => Property(element, name) switch
    {
        { ValueKind: JsonValueKind.String } value => value.GetString()!,
        { ValueKind: JsonValueKind.Array } value => string.Concat(value.EnumerateArray().Select(part => Text(part, "text"))),
        _ => "",
    };

    public static JsonElement ParseOrEmpty(string json)
    {
        try
        {
            return JsonElement.Parse(json);
        }
        catch (JsonException)
        {
            return JsonElement.Parse("{}");
        }
    }
}
