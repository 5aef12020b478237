using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>$dynamicRef</c> that leads to a dynamic anchor: the outermost resource on the way here that defines it decides.</summary>
internal sealed class DynamicReferenceKeyword(SchemaNode target, string anchor) : Keyword
{
    public string Anchor => anchor;

    /// <summary>Where the reference leads, by resource; filled by the compiler.</summary>
    public Dictionary<SchemaResource, SchemaNode> Targets { get; } = [];

    public static Keyword? Read(KeywordReader reader)
    {
        if (reader.Text("$dynamicRef") is not { } reference)
            return null;
        var position = reader.Compiler.Resolve(reader.Position, "$dynamicRef", reference, out var anchor);
        var target = reader.Compiler.Compile(position);
        if (anchor is null || !position.Resource.DynamicAnchors.Contains(anchor))
            return new ReferenceKeyword(target);
        var keyword = new DynamicReferenceKeyword(target, anchor);
        reader.Compiler.Add(keyword);
        return keyword;
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        foreach (var resource in run.Scopes)
        {
            if (Targets.TryGetValue(resource, out var outermost))
                return outermost.Evaluate(instance, run, seen);
        }

        return target.Evaluate(instance, run, seen);
    }
}
