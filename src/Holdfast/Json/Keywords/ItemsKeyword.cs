using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>prefixItems</c> and <c>items</c>; in older drafts the array form of <c>items</c>, and <c>additionalItems</c>.</summary>
internal sealed class ItemsKeyword(SchemaNode[] prefix, SchemaNode? rest) : Keyword
{
    public static Keyword? Read(KeywordReader reader)
    {
        if (reader.TryGet("items", out var items) && items.ValueKind == JsonValueKind.Array)
        {
            return reader.Dialect.IsOlder
                ? new ItemsKeyword(items.GetArrayLength() == 0 ? [] : reader.Schemas("items")!, reader.Schema("additionalItems"))
                : throw reader.Wrong("items", "must be one schema; use prefixItems for a schema per position");
        }

        var prefix = reader.Schemas("prefixItems");
        var rest = reader.Schema("items");
        return prefix is null && rest is null ? null : new ItemsKeyword(prefix ?? [], rest);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var valid = true;
        var index = 0;
        foreach (var item in instance.EnumerateArray())
        {
            var schema = index < prefix.Length ? prefix[index] : rest;
            if (schema is null)
                break;
            if (!EvaluateItem(schema, item, index, run))
            {
                valid = false;
                if (!run.WantsMore)
                    return false;
            }

            seen?.Add(index);
            index++;
        }

        return valid;
    }

    private bool EvaluateItem(SchemaNode schema, JsonElement item, int index, Evaluation run)
    {
        if (!schema.IsNever || index < prefix.Length)
            return run.Descend(index, item, schema);
        return run.Collecting && run.Fail("items", $"is one item too many; the array has at most {prefix.Length} items", $"{index}");
    }
}
