using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword : Keyword
{
    private static readonly string[] Known = ["array", "boolean", "integer", "null", "number", "object", "string"];

    private readonly int _kinds;
    private readonly bool _integer;
    private readonly string _allowed;

    private TypeKeyword(IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            _kinds |= name switch
            {
                "array" => Bit(JsonValueKind.Array),
                "boolean" => Bit(JsonValueKind.True) | Bit(JsonValueKind.False),
                "null" => Bit(JsonValueKind.Null),
                "number" => Bit(JsonValueKind.Number),
                "object" => Bit(JsonValueKind.Object),
                "string" => Bit(JsonValueKind.String),
                _ => 0,
            };
        }

        _integer = names.Contains("integer");
        _allowed = string.Join(" or ", names);
    }

    public static Keyword? Read(KeywordReader reader)
    {
        if (!reader.TryGet("type", out var value))
            return null;
        IReadOnlyList<string> names = value.ValueKind == JsonValueKind.String ? [value.GetString()!] : reader.Names("type", value);
        if (names.Count == 0)
            throw reader.Wrong("type", "must name at least one type");
        var unknown = names.FirstOrDefault(name => !Known.Contains(name));
        if (unknown is not null)
            throw reader.Wrong("type", $"{Shown.Quoted(unknown)} is not a type; valid are {string.Join(", ", Known)}");
        return new TypeKeyword(names);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var kind = instance.ValueKind;
        if ((_kinds & Bit(kind)) != 0 || (_integer && kind == JsonValueKind.Number && JsonNumber.Of(instance).IsInteger))
            return true;
        return run.Collecting && run.Fail("type", $"must be {_allowed}; got {Describe(instance)}{Hint(instance)}");
    }

    private static int Bit(JsonValueKind kind) => 1 << (int)kind;

    private static string Describe(JsonElement instance) => instance.ValueKind switch
    {
        JsonValueKind.String => "the string " + Shown.Literal(instance),
        JsonValueKind.Number => "the number " + Shown.Literal(instance),
        _ => Shown.Value(instance),
    };

    private string Hint(JsonElement instance)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return "";
        var text = JsonText.Value(instance);
        if (text.Length is 0 or > 1_000 || char.IsWhiteSpace(text[0]))
            return "";
        try
        {
            using var inside = JsonDocument.Parse(text);
            var kind = inside.RootElement.ValueKind;
            var fits = (_kinds & Bit(kind)) != 0 || (_integer && kind == JsonValueKind.Number && JsonNumber.Of(inside.RootElement).IsInteger);
            return fits ? $"; write {Shown.Cut(text, 80)} without the quotes" : "";
        }
        catch (JsonException)
        {
            return "";
        }
        catch (ArgumentException)
        {
            return "";
        }
    }
}
