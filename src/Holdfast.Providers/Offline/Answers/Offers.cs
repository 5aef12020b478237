using System.Text.Json;
using Holdfast.Providers.Offline.Slots;

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
            return outcome.Failed ? RefusalText.Offers(outcome.Text) : [];
        }

        var list = Alternatives(value) is { ValueKind: JsonValueKind.Array } alternatives ? alternatives
            : value.ValueKind == JsonValueKind.Array ? value
            : outcome.Failed || value.ValueKind != JsonValueKind.Object ? default
            : value.EnumerateObject().Select(property => property.Value).FirstOrDefault(property => property.ValueKind == JsonValueKind.Array && property.GetArrayLength() > 0);
        return list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().SelectMany(Flatten).Where(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Number).Take(100)]
            : [];
    }

    /// <summary>Makes one offer per time of <c>{"staff": "Mara", "times": ["09:00", "09:30"]}</c>.</summary>
    private static IEnumerable<JsonElement> Flatten(JsonElement item)
    {
        var times = item.ValueKind == JsonValueKind.Object
            ? item.EnumerateObject().FirstOrDefault(property => property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() > 0 && property.Value[0].ValueKind == JsonValueKind.String)
            : default;
        if (times.Value.ValueKind != JsonValueKind.Array)
        {
            return [item];
        }

        var name = times.Name.EndsWith('s') ? times.Name[..^1] : times.Name;
        return times.Value.EnumerateArray().Take(100).Select(time => JsonReading.Parse(JsonReading.Write(writer =>
        {
            writer.WriteStartObject();
            foreach (var property in item.EnumerateObject().Where(property => property.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)))
            {
                property.WriteTo(writer);
            }

            writer.WritePropertyName(name);
            time.WriteTo(writer);
            writer.WriteEndObject();
        }))!.Value);
    }
}
