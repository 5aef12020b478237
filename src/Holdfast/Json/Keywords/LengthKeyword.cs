using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>minLength</c> and <c>maxLength</c>, counted in Unicode code points.</summary>
internal sealed class LengthKeyword(int minimum, int maximum) : Keyword
{
    public static Keyword? Read(KeywordReader reader)
    {
        var minimum = reader.Count("minLength");
        var maximum = reader.Count("maxLength");
        return minimum is null && maximum is null ? null : new LengthKeyword(minimum ?? 0, maximum ?? int.MaxValue);
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return true;
        var count = JsonText.Length(instance);
        if (count >= minimum && count <= maximum)
            return true;
        return run.Collecting && run.Fail(count < minimum ? "minLength" : "maxLength", $"must have {CountWords.Of(minimum, maximum, "characters")}; got {count}");
    }
}
