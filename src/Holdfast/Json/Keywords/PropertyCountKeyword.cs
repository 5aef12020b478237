using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class PropertyCountKeyword(int minimum, int maximum) : Keyword
{
    public static Keyword? Read(KeywordReader reader)
    {
        var minimum = reader.Count("minProperties");
        var maximum = reader.Count("maxProperties");
        return minimum is null && maximum is null ? null : new PropertyCountKeyword(minimum ?? 0, maximum ?? int.MaxValue);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        var count = instance.GetPropertyCount();
        if (count >= minimum && count <= maximum)
            return true;
        return run.Collecting && run.Fail(count < minimum ? "minProperties" : "maxProperties", $"must have {CountWords.Of(minimum, maximum, "properties")}; got {count}");
    }
}
