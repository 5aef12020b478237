using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOfKeyword(SchemaNode[] schemas) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => schemas;

    public static Keyword? Read(KeywordReader reader) => reader.Schemas("anyOf") is { } schemas ? new AnyOfKeyword(schemas) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var valid = false;
        foreach (var schema in schemas)
        {
            var branch = seen is null ? null : new Evaluated();
            if (!run.Quietly(schema, instance, branch))
                continue;
            // Every branch that holds adds to what was looked at, so only without a listener is the first one enough.
            if (branch is null)
                return true;
            valid = true;
            seen!.Merge(branch, run);
        }

        return (valid && run.Exceeded is null) || (run.Collecting && BranchReport.Fail("anyOf", schemas, instance, run));
    }
}
