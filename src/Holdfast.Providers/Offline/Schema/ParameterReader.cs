using System.Text.Json;
using System.Text.RegularExpressions;
using Holdfast.Providers.Offline.Language;

namespace Holdfast.Providers.Offline.Schema;

/// <summary>Reads parameters from a tool's JSON Schema and guesses from name, format and description what each holds.</summary>
internal static class ParameterReader
{
    public static List<Parameter> Read(JsonElement schema)
    {
        var parameters = new List<Parameter>();
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out var properties) || properties.ValueKind != JsonValueKind.Object)
        {
            return parameters;
        }

        var required = schema.TryGetProperty("required", out var names) && names.ValueKind == JsonValueKind.Array
            ? names.EnumerateArray().Where(name => name.ValueKind == JsonValueKind.String).Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal)
            : [];
        foreach (var property in properties.EnumerateObject())
        {
            parameters.Add(Read(property.Name, property.Value, required.Contains(property.Name)));
        }

        return parameters;
    }

    private static Parameter Read(string name, JsonElement schema, bool required)
    {
        schema = Unwrap(schema);
        var description = Text(schema, "description") ?? "";
        var type = TypeOf(schema);
        var closed = Enum(schema);
        var choices = closed.Count > 0 ? closed : type is null or "string" ? DescribedChoices.Read(description) : [];
        var pattern = Pattern(Text(schema, "pattern"));
        return new Parameter(name, KindOf(name, description, type, schema, closed.Count > 0, choices.Count > 0, pattern))
        {
            Description = description,
            Required = required,
            Choices = choices,
            Closed = closed.Count > 0,
            Default = schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("default", out var value) && value.ValueKind != JsonValueKind.Null ? value : null,
            Minimum = Number(schema, "minimum"),
            Maximum = Number(schema, "maximum"),
            Pattern = pattern,
            Items = type == "array" && schema.TryGetProperty("items", out var items) ? Read(name, items, required: false) : null,
            WithOffset = Text(schema, "format") == "date-time" && !description.Contains("local", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static ParameterKind KindOf(string name, string description, string? type, JsonElement schema, bool closed, bool choices, Regex? pattern)
    {
        var words = Phrases.Words(name);
        switch (type)
        {
            case "integer": return ParameterKind.Integer;
            case "number": return ParameterKind.Number;
            case "boolean": return ParameterKind.Boolean;
            case "array": return ParameterKind.List;
            case "object": return ParameterKind.Object;
        }

        if (closed)
        {
            return ParameterKind.Choice;
        }

        switch (Text(schema, "format"))
        {
            case "date": return ParameterKind.Date;
            case "time": return ParameterKind.Time;
            case "date-time": return ParameterKind.DateTime;
            case "email" or "idn-email": return ParameterKind.Email;
            case "uuid": return ParameterKind.Id;
        }

        bool Named(params ReadOnlySpan<string> candidates) => words.Any(candidates.ToArray().Contains);
        bool Described(params ReadOnlySpan<string> fragments)
        {
            foreach (var fragment in fragments)
            {
                if (description.Contains(fragment, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        return name switch
        {
            _ when Named("zone", "timezone", "tz") => ParameterKind.TimeZone,
            _ when Named("email", "mail") && !Named("body", "subject") => ParameterKind.Email,
            _ when Named("phone", "telephone", "mobile") => ParameterKind.Phone,
            _ when Described("date-time", "date and time", "datetime", "yyyy-MM-ddTHH") || Named("datetime", "when") => ParameterKind.DateTime,
            _ when Named("start", "begin", "end", "starts", "starting") && Described("time", "T10:", "ISO 8601") && !Named("date") => ParameterKind.DateTime,
            _ when Named("date", "day", "birthday", "dob") || Described("yyyy-mm-dd") => ParameterKind.Date,
            _ when Named("time") && !Named("zone", "frame", "period", "range") => ParameterKind.Time,
            _ when pattern is not null || Named("id", "ids", "number", "reference", "code", "sku") => ParameterKind.Id,
            _ when Named("name") && (Named("client", "customer", "user", "guest", "person", "patient", "first", "last", "full", "contact", "player") || Described("person", "whose name", "client's name", "customer's name")) => ParameterKind.PersonName,
            _ when Named("staff", "stylist", "doctor", "therapist", "employee", "barber", "practitioner") => ParameterKind.PersonName,
            _ when choices => ParameterKind.Choice,
            _ => ParameterKind.Text,
        };
    }

    private static JsonElement Unwrap(JsonElement schema)
    {
        foreach (var keyword in (ReadOnlySpan<string>)["anyOf", "oneOf"])
        {
            if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(keyword, out var options) && options.ValueKind == JsonValueKind.Array)
            {
                return options.EnumerateArray().FirstOrDefault(option => TypeOf(option) is not (null or "null"), schema);
            }
        }

        return schema;
    }

    private static string? TypeOf(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            return null;
        }

        return type.ValueKind switch
        {
            JsonValueKind.String => type.GetString(),
            JsonValueKind.Array => type.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.String).Select(entry => entry.GetString()).FirstOrDefault(entry => entry != "null"),
            _ => null,
        };
    }

    private static List<string> Enum(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
            : [];

    private static string? Text(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static double? Number(JsonElement schema, string name) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private static Regex? Pattern(string? pattern)
    {
        try
        {
            return pattern is { Length: > 0 and < 500 } ? new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant) : null;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            // Look-arounds and back-references cannot be matched in linear time; such a value is taken as any id and checked by the tool.
            return null;
        }
    }
}
