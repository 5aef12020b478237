using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>allOf</c>.</summary>
internal sealed class AllOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public static Keyword? Read(KeywordReader reader) => reader.Schemas("allOf") is { } schemas ? new AllOfKeyword(schemas) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var valid = true;
        foreach (var schema in schemas)
        {
            if (schema.Evaluate(instance, run, seen))
                continue;
            valid = false;
            if (!run.WantsMore)
                return false;
        }

        return valid;
    }
}
