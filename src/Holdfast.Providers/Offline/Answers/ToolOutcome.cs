using System.Text.Json;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Holdfast.Runs;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline.Answers;

/// <summary>What came back from a call: its JSON where it is JSON, and whether it says that the call failed.</summary>
internal sealed record ToolOutcome(ToolModel? Tool, string Text, JsonElement? Value, bool Failed)
{
    public static ToolOutcome From(FunctionResultContent content, ToolModel? tool)
    {
        // Between the marks around strangers' words is what the tool said.
        var text = content.RawRepresentation is ResultLabel { Raw: { } raw } ? raw : content.Result switch
        {
            null => content.Exception?.Message ?? "",
            string plain => plain,
            JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
            var other => other.ToString() ?? "",
        };
        var value = JsonReading.Parse(text);
        return new ToolOutcome(tool, text, value, content.Exception is not null || (value is { } parsed ? SaysFailed(parsed) : RefusalText.IsRefusal(text)));
    }

    private static bool SaysFailed(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var property in value.EnumerateObject())
        {
            var failed = property.Name.ToLowerInvariant() switch
            {
                "error" or "errors" => property.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False) && !(property.Value.ValueKind == JsonValueKind.Array && property.Value.GetArrayLength() == 0),
                "ok" or "success" or "succeeded" or "booked" => property.Value.ValueKind == JsonValueKind.False,
                "status" or "outcome" => property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is "error" or "failed" or "refused" or "denied" or "rejected",
                "is_error" or "iserror" or "refused" => property.Value.ValueKind == JsonValueKind.True,
                _ => false,
            };
            if (failed)
            {
                return true;
            }
        }

        return false;
    }
}
