using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>multipleOf</c>, exact in decimal.</summary>
internal sealed class MultipleOfKeyword(JsonNumber unit, string written) : Keyword
{
    private const int MaximumDigits = 1_000;

    public static Keyword? Read(KeywordReader reader)
    {
        if (reader.Number("multipleOf") is not { } value)
            return null;
        var unit = JsonNumber.Of(value);
        if (!unit.IsPositive || value.GetRawText().Length > MaximumDigits)
            throw reader.Wrong("multipleOf", $"must be a number greater than 0 of {MaximumDigits} digits at most; got {Shown.Value(value)}");
        return new MultipleOfKeyword(unit, Shown.Literal(value));
    }

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Number || JsonNumber.Of(instance).IsMultipleOf(unit))
            return true;
        return run.Collecting && run.Fail("multipleOf", $"must be a multiple of {written}; got {Shown.Value(instance)}");
    }
}
