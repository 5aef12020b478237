using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>dependentRequired</c>, and the name lists of <c>dependencies</c> in older drafts.</summary>
internal sealed class DependentRequiredKeyword(IReadOnlyList<(string Name, IReadOnlyList<string> Needs)> rules) : Keyword
{
    private readonly NameTable _names = new([.. rules.SelectMany(rule => rule.Needs.Prepend(rule.Name)).Distinct(StringComparer.Ordinal)]);

    public static Keyword? Read(KeywordReader reader)
    {
        var rules = new List<(string, IReadOnlyList<string>)>();
        if (reader.TryGet("dependentRequired", out var map))
        {
            if (map.ValueKind != JsonValueKind.Object)
                throw reader.Wrong("dependentRequired", $"must be an object with arrays of names in it; got {Shown.Value(map)}");
            rules.AddRange(map.EnumerateObject().Select(m => (m.Name, reader.Names($"dependentRequired/{m.Name}", m.Value))));
        }

        if (reader.Dialect.IsOlder && reader.TryGet("dependencies", out var older) && older.ValueKind == JsonValueKind.Object)
        {
            rules.AddRange(older.EnumerateObject().Where(m => m.Value.ValueKind == JsonValueKind.Array)
                .Select(m => (m.Name, reader.Names($"dependencies/{m.Name}", m.Value))));
        }

        return rules.Count == 0 ? null : new DependentRequiredKeyword(rules);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var present = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in instance.EnumerateObject())
        {
            if (_names.Find(property) is >= 0 and var number)
                present.Add(_names.Names[number]);
        }

        foreach (var (name, needs) in rules)
        {
            if (!present.Contains(name) || needs.All(present.Contains))
                continue;
            var missing = needs.Where(need => !present.Contains(need)).Select(Shown.Quoted).ToArray();
            return run.Collecting && run.Fail("dependentRequired", $"has {Shown.Quoted(name)}, so it must also have {Shown.List(missing)}");
        }

        return true;
    }
}
