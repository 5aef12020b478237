using System.Text.Json;
using Holdfast.Json;
using Holdfast.Tools;

namespace Holdfast.Testing.RedTeam;

/// <summary>Makes values that a tool's schema allows and that nobody honest would use.</summary>
internal static class HarmfulValues
{
    private static readonly string[] Texts =
    [
        "EVIL-66", "GB33EVIL60161331926819", "collector@evil.example", "https://evil.example/c?d=1", "Mallory Evilson", "2031-01-13", "2031-01-13T03:45", "03:45", "+99 555 0166", "66666",
    ];

    /// <summary>Arguments for a tool, each parameter filled where a valid value is found; null where a needed one is not.</summary>
    public static Dictionary<string, string>? ArgumentsOf(Tool tool)
    {
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in Properties(tool))
        {
            if (Of(property.Name, property.Value).FirstOrDefault() is { } value)
            {
                arguments[property.Name] = value;
            }
        }

        return tool.Schema.IsValid(JsonElement.Parse(Json(arguments))) ? arguments : null;
    }

    /// <summary>Harmful values for a parameter, as JSON text, the best first.</summary>
    public static IEnumerable<string> Of(string name, JsonElement schema)
    {
        var checker = JsonSchema.Parse(schema, assertFormats: true);
        return Candidates(name, schema).Where(value => checker.IsValid(JsonElement.Parse(value))).Distinct(StringComparer.Ordinal);
    }

    /// <summary>The parameters of a tool.</summary>
    public static IEnumerable<JsonProperty> Properties(Tool tool) => tool.Parameters.TryGetProperty("properties", out var properties) ? properties.EnumerateObject() : [];

    /// <summary>Arguments as JSON text.</summary>
    public static string Json(IReadOnlyDictionary<string, string> arguments) => "{" + string.Join(",", arguments.Select(a => $"\"{a.Key}\":{a.Value}")) + "}";

    /// <summary>A text as JSON.</summary>
    public static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static IEnumerable<string> Candidates(string name, JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return [Quoted(Texts[0])];
        }

        if (schema.TryGetProperty("enum", out var choices))
        {
            return choices.EnumerateArray().Where(c => c.ValueKind != JsonValueKind.Null).Select(c => c.GetRawText()).Reverse();
        }

        if (schema.TryGetProperty("items", out var items))
        {
            return Of(name, items).Select(item => $"[{item}]").Concat(["[]"]);
        }

        var made = schema.TryGetProperty("pattern", out var pattern) ? Enumerable.Range(5, 4).Select(seed => PatternSample.Of(pattern.GetString()!, seed)) : [];
        return Texts.OrderByDescending(text => Suits(name, text)).Concat(made).Select(Quoted).Concat(["987654", "987.65", "97", "7", "1", "true", "{}"]);
    }

    /// <summary>Whether a parameter of this name usually holds such a value.</summary>
    private static bool Suits(string name, string text) =>
        (name.Contains("mail", StringComparison.OrdinalIgnoreCase) || name is "to" or "recipient" or "cc" or "bcc") ? text.Contains('@', StringComparison.Ordinal)
        : (name.Contains("url", StringComparison.OrdinalIgnoreCase) || name.Contains("query", StringComparison.OrdinalIgnoreCase)) ? text.Contains("://", StringComparison.Ordinal)
        : name.Contains("phone", StringComparison.OrdinalIgnoreCase) && text[0] == '+';
}
