using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>not</c>.</summary>
internal sealed class NotKeyword(SchemaNode schema) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => [schema];

    public static Keyword? Read(KeywordReader reader) => reader.Schema("not") is { } schema ? new NotKeyword(schema) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (!run.Quietly(schema, instance, seen: null))
            return run.Exceeded is null;
        return run.Collecting && run.Fail("not", $"must not match {Shown.Cut(schema.Position.Element.GetRawText(), 200)}; got {Shown.Value(instance)}");
    }
}
