using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionalKeyword(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => [condition];

    public static Keyword? Read(KeywordReader reader) =>
        reader.Schema("if") is { } condition ? new ConditionalKeyword(condition, reader.Schema("then"), reader.Schema("else")) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        var branch = seen is null ? null : new Evaluated();
        var holds = run.Quietly(condition, instance, branch);
        if (run.Exceeded is not null)
            return false;
        if (holds && branch is not null && !seen!.Merge(branch, run))
            return false;
        var next = holds ? then : otherwise;
        return next is null || next.Evaluate(instance, run, seen);
    }
}
