using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public static Keyword? Read(KeywordReader reader) => reader.Schemas("oneOf") is { } schemas ? new OneOfKeyword(schemas) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var first = -1;
        Evaluated? looked = null;
        for (var i = 0; i < schemas.Length; i++)
        {
            var branch = seen is null ? null : new Evaluated();
            if (!run.Quietly(schemas[i], instance, branch))
                continue;
            if (first >= 0)
                return run.Collecting && run.Fail("oneOf", $"must match exactly one of {schemas.Length} forms; it matches numbers {first + 1} and {i + 1}. Leave out what belongs to only one of them");
            (first, looked) = (i, branch);
        }

        if (first < 0)
            return run.Collecting && BranchReport.Fail("oneOf", schemas, instance, run);
        return looked is null || seen!.Merge(looked, run);
    }
}
