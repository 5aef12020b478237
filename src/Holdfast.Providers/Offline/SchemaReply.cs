using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Offline.Slots;

namespace Holdfast.Providers.Offline;

/// <summary>Puts a text into an object that a JSON Schema asks for, where nothing would have to be made up.</summary>
internal static class SchemaReply
{
    public static string Write(JsonElement schema, string text)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            throw Impossible("it is not an object with properties");
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal) : [];
        var placed = false;
        var result = JsonReading.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in properties.EnumerateObject())
            {
                var types = Types(property.Value);
                if (!placed && types.Contains("string") && !property.Value.TryGetProperty("enum", out _) && !property.Value.TryGetProperty("format", out _) && !property.Value.TryGetProperty("pattern", out _))
                {
                    writer.WriteString(property.Name, text);
                    placed = true;
                }
                else if (required.Contains(property.Name))
                {
                    Empty(writer, property, types);
                }
            }

            writer.WriteEndObject();
        });
        return placed ? result : throw Impossible("it has no free text property");
    }

    /// <summary>The object that says that nothing was found: only lists, and each of them empty.</summary>
    public static string Nothing(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == JsonValueKind.Object
            ? JsonReading.Write(writer =>
            {
                writer.WriteStartObject();
                foreach (var property in properties.EnumerateObject())
                {
                    Empty(writer, property, [.. Types(property.Value).Where(static type => type == "array")]);
                }

                writer.WriteEndObject();
            })
            : throw Impossible("it is not an object with properties");

    private static void Empty(Utf8JsonWriter writer, JsonProperty property, IReadOnlyList<string> types)
    {
        if (types.Contains("null"))
        {
            writer.WriteNull(property.Name);
        }
        else if (types.Contains("array") && !property.Value.TryGetProperty("minItems", out _))
        {
            writer.WriteStartArray(property.Name);
            writer.WriteEndArray();
        }
        else
        {
            throw Impossible($"its required property '{property.Name}' would have to be made up");
        }
    }

    private static IReadOnlyList<string> Types(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return [];
        }

        return type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(entry => entry.ToString())] : [type.ToString()];
    }

    private static ModelException Impossible(string why) =>
        new(ErrorCategory.BadRequest, $"The offline model cannot answer in the response format asked for: {why}. Ask for text, or add a provider with a language model.");
}
