using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>, in one pass over the object.</summary>
internal sealed class PropertiesKeyword : Keyword
{
    private readonly NameTable _names;
    private readonly SchemaNode[] _schemas;
    private readonly (SchemaPattern Pattern, SchemaNode Schema)[] _patterns;
    private readonly SchemaNode? _additional;

    private PropertiesKeyword(IReadOnlyList<(string Name, SchemaNode Schema)> named, (SchemaPattern, SchemaNode)[] patterns, SchemaNode? additional)
    {
        _names = new NameTable([.. named.Select(p => p.Name)]);
        _schemas = [.. named.Select(p => p.Schema)];
        _patterns = patterns;
        _additional = additional;
    }

    public static Keyword? Read(KeywordReader reader)
    {
        var named = reader.NamedSchemas("properties");
        var patterned = reader.NamedSchemas("patternProperties");
        var additional = reader.Schema("additionalProperties");
        if (named is null && patterned is null && additional is null)
            return null;
        var patterns = (patterned ?? []).Select(p =>
            (SchemaPattern.Parse(p.Name, problem => reader.Wrong("patternProperties", problem)), p.Schema)).ToArray();
        return new PropertiesKeyword(named ?? [], patterns, additional);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var valid = true;
        var position = 0;
        foreach (var property in instance.EnumerateObject())
        {
            if (!EvaluateProperty(property, position++, run, seen))
            {
                valid = false;
                if (!run.WantsMore)
                    return false;
            }
        }

        return valid;
    }

    private bool EvaluateProperty(JsonProperty property, int position, Evaluation run, Evaluated? seen)
    {
        var number = _names.Find(property);
        var known = number >= 0;
        var valid = !known || run.Descend(property, _schemas[number]);
        if (_patterns.Length > 0)
            valid &= EvaluatePatterns(property, run, ref known);
        if (!known && _additional is not null)
        {
            known = true;
            valid = _additional.IsNever
                ? run.Collecting && run.Fail("additionalProperties", Unknown(JsonText.Name(property)), JsonText.Name(property))
                : run.Descend(property, _additional);
        }

        if (known)
            seen?.Add(position);
        return valid;
    }

    private bool EvaluatePatterns(JsonProperty property, Evaluation run, ref bool known)
    {
        var valid = true;
        var name = JsonText.Name(property);
        foreach (var (pattern, schema) in _patterns)
        {
            if (!pattern.IsMatch(name, run))
                continue;
            known = true;
            valid &= run.Descend(property, schema);
        }

        return valid;
    }

    private string Unknown(string name)
    {
        var closest = Closest.To(name, _names.Names);
        var hint = closest is null ? "" : $"; did you mean {Shown.Quoted(closest)}?";
        string[] patterns = [.. _patterns.Select(p => "names matching " + p.Pattern.Text)];
        var valid = _names.Names.Count + patterns.Length == 0
            ? "the object must be empty"
            : $"valid are {Shown.List([.. _names.Names.Select(Shown.Quoted), .. patterns])}";
        return $"is not a known property{hint}{(hint.Length > 0 ? " " : "; ")}{(hint.Length > 0 ? char.ToUpperInvariant(valid[0]) + valid[1..] : valid)}";
    }
}
