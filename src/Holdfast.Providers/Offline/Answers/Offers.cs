using System.Text.Json;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>Finds in a result what the user can choose from: alternatives of a refusal, or the one list of a reading.</summary>
internal static class Offers
{
    public static JsonElement? Alternatives(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        foreach (var name in (ReadOnlySpan<string>)["alternatives", "suggestions", "options", "available"])
        {
            if (value.TryGetProperty(name, out var found) && found.ValueKind is JsonValueKind.Array or JsonValueKind.String)
            {
                return found;
            }
        }

        return value.TryGetProperty("error", out var error) ? Alternatives(error) : null;
    }

    public static List<JsonElement> Read(ToolOutcome outcome)
    {
        if (outcome.Value is not { } value)
        {
            return [];
        }

        var list = Alternatives(value) is { ValueKind: JsonValueKind.Array } alternatives ? alternatives
            : value.ValueKind == JsonValueKind.Array ? value
            : outcome.Failed || value.ValueKind != JsonValueKind.Object ? default
            : value.EnumerateObject().Select(property => property.Value).FirstOrDefault(property => property.ValueKind == JsonValueKind.Array && property.GetArrayLength() > 0);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Number).Take(50)]
            : [];
    }
}
