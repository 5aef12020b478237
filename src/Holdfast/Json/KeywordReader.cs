using System.Text.Json;
using Holdfast.Json.Keywords;

namespace Holdfast.Json;

/// <summary>Reads the keywords of one schema, cheapest first, and checks their form.</summary>
internal sealed class KeywordReader
{
    private static readonly Func<KeywordReader, Keyword?>[] Assertions =
    [
        TypeKeyword.Read, EnumKeyword.Read, RangeKeyword.Read, MultipleOfKeyword.Read, LengthKeyword.Read, ItemCountKeyword.Read,
        PropertyCountKeyword.Read, RequiredKeyword.Read, DependentRequiredKeyword.Read, PatternKeyword.Read, UniqueItemsKeyword.Read,
    ];

    private static readonly Func<KeywordReader, Keyword?>[] Applicators =
    [
        PropertiesKeyword.Read, PropertyNamesKeyword.Read, ItemsKeyword.Read, ContainsKeyword.Read, DependentSchemasKeyword.Read,
        AllOfKeyword.Read, AnyOfKeyword.Read, OneOfKeyword.Read, NotKeyword.Read, ConditionalKeyword.Read,
    ];

    private static readonly Func<KeywordReader, Keyword?>[] References = [ReferenceKeyword.Read, DynamicReferenceKeyword.Read];

    private static readonly Func<KeywordReader, Keyword?>[] Unevaluated = [UnevaluatedPropertiesKeyword.Read, UnevaluatedItemsKeyword.Read];

    private readonly JsonElement _schema;

    private KeywordReader(SchemaCompiler compiler, SchemaPosition position)
    {
        Compiler = compiler;
        Position = position;
        _schema = position.Element;
    }

    public SchemaCompiler Compiler { get; }

    public SchemaPosition Position { get; }

    public Dialect Dialect => Position.Resource.Dialect;

    public static void Read(SchemaCompiler compiler, SchemaNode node)
    {
        var position = node.Position;
        switch (position.Element.ValueKind)
        {
            case JsonValueKind.True:
                return;
            case JsonValueKind.False:
                node.SealAsNever();
                return;
            case JsonValueKind.Object:
                break;
            default:
                throw InvalidSchema.At(position.Location, $"a schema is an object, true or false; got {Shown.Value(position.Element)}");
        }

        var reader = new KeywordReader(compiler, position);
        IEnumerable<Func<KeywordReader, Keyword?>> families = reader.Dialect.Validation ? Assertions : [];
        if (compiler.AssertFormats || reader.Dialect.Formats)
            families = families.Append(FormatKeyword.Read);
        families = families.Concat(References);
        if (reader.Dialect.Applicator)
            families = families.Concat(Applicators);
        var keywords = families.Select(read => read(reader)).OfType<Keyword>().ToArray();
        var unevaluated = reader.Dialect.Unevaluated ? Unevaluated.Select(read => read(reader)).OfType<Keyword>().ToArray() : [];
        node.Seal(keywords, unevaluated);
    }

    public HoldfastException Wrong(string keyword, string problem) => InvalidSchema.At($"{Position.Location}/{keyword}", problem);

    public bool TryGet(string keyword, out JsonElement value) => _schema.TryGetProperty(keyword, out value);

    public string? Text(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return null;
        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(keyword, $"must be a string; got {Shown.Value(value)}");
    }

    public bool Flag(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return false;
        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.ValueKind == JsonValueKind.True
            : throw Wrong(keyword, $"must be true or false; got {Shown.Value(value)}");
    }

    public int? Count(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return null;
        return (value.ValueKind == JsonValueKind.Number ? JsonNumber.Of(value).ToCount() : null)
            ?? throw Wrong(keyword, $"must be a whole number of 0 or more; got {Shown.Value(value)}");
    }

    public JsonElement? Number(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return null;
        return value.ValueKind == JsonValueKind.Number ? value : throw Wrong(keyword, $"must be a number; got {Shown.Value(value)}");
    }

    public IReadOnlyList<string>? Names(string keyword) => TryGet(keyword, out var value) ? Names(keyword, value) : null;

    public IReadOnlyList<string> Names(string keyword, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            throw Wrong(keyword, $"must be an array of strings; got {Shown.Value(value)}");
        return [.. value.EnumerateArray().Select(item => item.GetString()!).Distinct(StringComparer.Ordinal)];
    }

    public SchemaNode? Schema(string keyword) => TryGet(keyword, out var value) ? Compiler.Compile(Position.Step(keyword, value)) : null;

    public SchemaNode[]? Schemas(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw Wrong(keyword, $"must be an array of at least one schema; got {Shown.Value(value)}");
        var place = Position.Step(keyword, value);
        return [.. value.EnumerateArray().Select((item, index) => Compiler.Compile(place.Step($"{index}", item)))];
    }

    public IReadOnlyList<(string Name, SchemaNode Schema)>? NamedSchemas(string keyword)
    {
        if (!TryGet(keyword, out var value))
            return null;
        if (value.ValueKind != JsonValueKind.Object)
            throw Wrong(keyword, $"must be an object with schemas in it; got {Shown.Value(value)}");
        var place = Position.Step(keyword, value);
        return [.. value.EnumerateObject().DistinctBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => (member.Name, Compiler.Compile(place.Step(member.Name, member.Value))))];
    }
}
