using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>pattern</c>.</summary>
internal sealed class PatternKeyword(SchemaPattern pattern) : Keyword
{
    public static Keyword? Read(KeywordReader reader) =>
        reader.Text("pattern") is { } text ? new PatternKeyword(SchemaPattern.Parse(text, problem => reader.Wrong("pattern", problem))) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return true;
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        if (pattern.IsMatch(JsonText.Characters(instance, buffer), run))
            return true;
        return run.Collecting && run.Fail("pattern", $"must match the pattern {Shown.Cut(pattern.Text, 200)}; got {Shown.Value(instance)}");
    }
}
