using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ItemCountKeyword(int minimum, int maximum) : Keyword
{
    public static Keyword? Read(KeywordReader reader)
    {
        var minimum = reader.Count("minItems");
        var maximum = reader.Count("maxItems");
        return minimum is null && maximum is null ? null : new ItemCountKeyword(minimum ?? 0, maximum ?? int.MaxValue);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Array)
            return true;
        var count = instance.GetArrayLength();
        if (count >= minimum && count <= maximum)
            return true;
        return run.Collecting && run.Fail(count < minimum ? "minItems" : "maxItems", $"must have {CountWords.Of(minimum, maximum, "items")}; got {count}");
    }
}
