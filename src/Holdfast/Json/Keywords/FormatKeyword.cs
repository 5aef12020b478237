using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>format</c> as an assertion.</summary>
internal sealed class FormatKeyword(SchemaFormat format) : Keyword
{
    public static Keyword? Read(KeywordReader reader) =>
        reader.Text("format") is { } name && SchemaFormat.Find(name) is { } format ? new FormatKeyword(format) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.String)
            return true;
        Span<char> buffer = stackalloc char[JsonText.BufferLength];
        var text = JsonText.Characters(instance, buffer);
        if (run.Spend(text.Length / 16) && format.IsMatch(text))
            return true;
        return run.Collecting && run.Fail("format", $"must match format {format.Name} such as {format.Example}; got {Shown.Value(instance)}");
    }
}
