using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNamesKeyword(SchemaNode schema) : Keyword
{
    public static Keyword? Read(KeywordReader reader) => reader.Schema("propertyNames") is { } schema ? new PropertyNamesKeyword(schema) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        foreach (var property in instance.EnumerateObject())
        {
            var raw = JsonText.RawName(property);
            var quoted = new byte[raw.Length + 2];
            quoted[0] = quoted[^1] = (byte)'"';
            raw.CopyTo(quoted.AsSpan(1));
            var reader = new Utf8JsonReader(quoted);
            var name = JsonElement.ParseValue(ref reader);
            if (run.Quietly(schema, name, seen: null))
                continue;
            if (!run.Collecting)
                return false;
            run.Apart(schema, name, seen: null, out var reasons);
            var reason = reasons.Count == 0 ? "" : ": " + reasons[0].Message;
            return run.Fail("propertyNames", $"has a property with a name that is not allowed, {Shown.Quoted(JsonText.Name(property))}{reason}");
        }

        return true;
    }
}
