using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>dependentSchemas</c>, and the schemas of <c>dependencies</c> in older drafts.</summary>
internal sealed class DependentSchemasKeyword(IReadOnlyList<(string Name, SchemaNode Schema)> rules) : Keyword
{
    private readonly NameTable _names = new([.. rules.Select(rule => rule.Name)]);

    public static Keyword? Read(KeywordReader reader)
    {
        var rules = new List<(string, SchemaNode)>(reader.NamedSchemas("dependentSchemas") ?? []);
        if (reader.Dialect.IsOlder && reader.TryGet("dependencies", out var older) && older.ValueKind == JsonValueKind.Object)
        {
            var place = reader.Position.Step("dependencies", older);
            rules.AddRange(older.EnumerateObject().Where(m => m.Value.ValueKind != JsonValueKind.Array && rules.TrueForAll(r => r.Item1 != m.Name))
                .Select(m => (m.Name, reader.Compiler.Compile(place.Step(m.Name, m.Value)))).ToList());
        }

        return rules.Count == 0 ? null : new DependentSchemasKeyword(rules);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var applied = new HashSet<int>();
        foreach (var property in instance.EnumerateObject())
        {
            var number = _names.Find(property);
            if (number >= 0 && applied.Add(number) && !rules[number].Schema.Evaluate(instance, run, seen))
                return false;
        }

        return true;
    }
}
