using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class EnumKeyword : Keyword
{
    private readonly string _rule;
    private readonly JsonElement[] _values;
    private readonly NameTable _strings;
    private readonly Dictionary<int, List<JsonElement>> _others;

    private EnumKeyword(string rule, JsonElement[] values)
    {
        _rule = rule;
        _values = values;
        _strings = new NameTable([.. values.Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!).Distinct(StringComparer.Ordinal)]);
        _others = values.Where(v => v.ValueKind != JsonValueKind.String).GroupBy(v => JsonEquality.Hash(v)).ToDictionary(g => g.Key, g => g.ToList());
    }

    public static Keyword? Read(KeywordReader reader)
    {
        var single = reader.TryGet("const", out var value) ? new EnumKeyword("const", [value]) : null;
        if (!reader.TryGet("enum", out var values))
            return single;
        if (values.ValueKind != JsonValueKind.Array)
            throw reader.Wrong("enum", $"must be an array of the values allowed; got {Shown.Value(values)}");
        var several = new EnumKeyword("enum", [.. values.EnumerateArray()]);
        return single is null ? several : new BothKeyword(single, several);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (Contains(instance))
            return true;
        return run.Collecting && run.Fail(_rule, Describe(instance));
    }

    private bool Contains(JsonElement instance)
    {
        if (instance.ValueKind == JsonValueKind.String)
            return _strings.Find(JsonText.Raw(instance)) >= 0;
        if (_others.Count == 0 || !_others.TryGetValue(JsonEquality.Hash(instance), out var candidates))
            return false;
        foreach (var candidate in candidates)
        {
            if (JsonEquality.AreEqual(candidate, instance))
                return true;
        }

        return false;
    }

    private string Describe(JsonElement instance)
    {
        if (_values.Length == 1)
            return $"must be exactly {Shown.Literal(_values[0])}; got {Shown.Value(instance)}";
        var closest = instance.ValueKind == JsonValueKind.String ? Closest.To(JsonText.Value(instance), _strings.Names) : null;
        var hint = closest is null ? "" : $"; did you mean {Shown.Quoted(closest)}?";
        return $"must be one of {Shown.List([.. _values.Select(Shown.Literal)])}; got {Shown.Value(instance)}{hint}";
    }
}
