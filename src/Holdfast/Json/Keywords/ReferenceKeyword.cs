using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>$ref</c>.</summary>
internal sealed class ReferenceKeyword(SchemaNode target) : Keyword
{
    public override IEnumerable<SchemaNode> InPlace => [target];

    public static Keyword? Read(KeywordReader reader)
    {
        if (reader.Text("$ref") is not { } reference)
            return null;
        return new ReferenceKeyword(reader.Compiler.Compile(reader.Compiler.Resolve(reader.Position, "$ref", reference, out _)));
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen) => target.Evaluate(instance, run, seen);
}
