using System.Text.Encodings.Web;
using System.Text.Json;

namespace Holdfast.Providers.Offline.Slots;

/// <summary>Makes JSON values without reflection, and reads untrusted JSON within bounds.</summary>
internal static class JsonReading
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonElement Text(string value) => Make(writer => writer.WriteStringValue(value));

    public static JsonElement Number(long value) => Make(writer => writer.WriteNumberValue(value));

    public static JsonElement Number(double value) => Make(writer => writer.WriteNumberValue(value));

    public static JsonElement Boolean(bool value) => Make(writer => writer.WriteBooleanValue(value));

    public static JsonElement List(IEnumerable<JsonElement> items) => Make(writer =>
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            item.WriteTo(writer);
        }

        writer.WriteEndArray();
    });

    /// <summary>Reads an object or array; null for anything else, for text and for what is longer than a megabyte.</summary>
    public static JsonElement? Parse(string text)
    {
        var start = text.AsSpan().TrimStart();
        if (text.Length > 1_000_000 || start.IsEmpty || start[0] is not ('{' or '['))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static string Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Relaxed))
        {
            write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private static JsonElement Make(Action<Utf8JsonWriter> write)
    {
        using var document = JsonDocument.Parse(Write(write));
        return document.RootElement.Clone();
    }
}
