using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>minimum</c>, <c>exclusiveMinimum</c>, <c>maximum</c> and <c>exclusiveMaximum</c>.</summary>
internal sealed class RangeKeyword : Keyword
{
    private readonly List<(string Rule, JsonNumber Limit, int Sign, bool Exclusive, string Words)> _limits = [];

    public static Keyword? Read(KeywordReader reader)
    {
        var keyword = new RangeKeyword();
        keyword.Add(reader, "minimum", 1, exclusive: false, "at least");
        keyword.Add(reader, "exclusiveMinimum", 1, exclusive: true, "greater than");
        keyword.Add(reader, "maximum", -1, exclusive: false, "at most");
        keyword.Add(reader, "exclusiveMaximum", -1, exclusive: true, "less than");
        return keyword._limits.Count == 0 ? null : keyword;
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Number)
            return true;
        var value = JsonNumber.Of(instance);
        foreach (var (rule, limit, sign, exclusive, _) in _limits)
        {
            var order = JsonNumber.Compare(value, limit) * sign;
            if (order > 0 || (order == 0 && !exclusive))
                continue;
            var words = string.Join(" and ", _limits.Select(l => l.Words));
            return run.Collecting && run.Fail(rule, $"must be {words}; got {Shown.Value(instance)}");
        }

        return true;
    }

    private void Add(KeywordReader reader, string rule, int sign, bool exclusive, string words)
    {
        if (reader.Number(rule) is { } limit)
            _limits.Add((rule, JsonNumber.Of(limit), sign, exclusive, $"{words} {Shown.Literal(limit)}"));
    }
}
