using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>contains</c>, <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaNode schema, int minimum, int maximum) : Keyword
{
    public static Keyword? Read(KeywordReader reader)
    {
        if (reader.Schema("contains") is not { } schema)
            return null;
        return reader.Dialect.Validation
            ? new ContainsKeyword(schema, reader.Count("minContains") ?? 1, reader.Count("maxContains") ?? int.MaxValue)
            : new ContainsKeyword(schema, 1, int.MaxValue);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var matches = 0;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            if (run.Quietly(schema, item, seen: null))
            {
                matches++;
                seen?.Add(index);
            }
            else if (run.Exceeded is not null)
            {
                return false;
            }

            index++;
        }

        if (matches >= minimum && matches <= maximum)
            return true;
        var rule = matches > maximum ? "maxContains" : minimum == 1 ? "contains" : "minContains";
        return run.Collecting
            && run.Fail(rule, $"must have {CountWords.Of(minimum, maximum, "items")} that match {Shown.Cut(schema.Position.Element.GetRawText(), 200)}; {matches} of {index} do");
    }
}
