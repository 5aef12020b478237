using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>unevaluatedProperties</c>. Runs after all other keywords of its schema.</summary>
internal sealed class UnevaluatedPropertiesKeyword(SchemaNode schema) : Keyword
{
    public static Keyword? Read(KeywordReader reader) =>
        reader.Schema("unevaluatedProperties") is { } schema ? new UnevaluatedPropertiesKeyword(schema) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var position = 0;
        foreach (var property in instance.EnumerateObject())
        {
            if (seen!.Contains(position++))
                continue;
            var valid = schema.IsNever
                ? run.Collecting && run.Fail("unevaluatedProperties", "is not a known property; leave it out", JsonText.Name(property))
                : run.Descend(property, schema);
            if (!valid)
                return false;
        }

        seen!.AddAll();
        return true;
    }
}
