using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>unevaluatedItems</c>. Runs after all other keywords of its schema.</summary>
internal sealed class UnevaluatedItemsKeyword(SchemaNode schema) : Keyword
{
    public static Keyword? Read(KeywordReader reader) => reader.Schema("unevaluatedItems") is { } schema ? new UnevaluatedItemsKeyword(schema) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var index = -1;
        foreach (var item in instance.EnumerateArray())
        {
            index++;
            if (seen!.Contains(index))
                continue;
            var valid = schema.IsNever
                ? run.Collecting && run.Fail("unevaluatedItems", "is an item that the array may not have; leave it out", $"{index}")
                : run.Descend(index, item, schema);
            if (!valid)
                return false;
        }

        seen!.AddAll();
        return true;
    }
}
