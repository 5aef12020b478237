using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary>Two keywords of one family in one schema.</summary>
internal sealed class BothKeyword(Keyword first, Keyword second) : Keyword
{
    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen) =>
        first.Evaluate(instance, run, seen) && second.Evaluate(instance, run, seen);
}
