using System.Collections;
using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary><c>required</c>.</summary>
internal sealed class RequiredKeyword(IReadOnlyList<string> names) : Keyword
{
    private readonly NameTable _names = new(names);

    public static Keyword? Read(KeywordReader reader) => reader.Names("required") is { Count: > 0 } names ? new RequiredKeyword(names) : null;

    public override bool Evaluate(JsonElement instance, Evaluation run, Evaluated? seen)
    {
        if (instance.ValueKind != JsonValueKind.Object)
            return true;
        if (names.Count <= 64 ? HasFew(instance) : Missing(instance).Count == 0)
            return true;
        if (!run.Collecting)
            return false;
        var missing = Missing(instance);
        var present = instance.EnumerateObject().Take(20).Select(p => Shown.Quoted(JsonText.Name(p))).ToArray();
        return run.Fail("required", $"must have the {(missing.Count == 1 ? "property" : "properties")} {Shown.List([.. missing.Select(Shown.Quoted)])}; "
            + (present.Length == 0 ? "it has none" : $"it has only {Shown.List(present)}"));
    }

    private bool HasFew(JsonElement instance)
    {
        var open = names.Count == 64 ? ulong.MaxValue : (1UL << names.Count) - 1;
        foreach (var property in instance.EnumerateObject())
        {
            var number = _names.Find(property);
            if (number >= 0 && (open &= ~(1UL << number)) == 0)
                return true;
        }

        return false;
    }

    private List<string> Missing(JsonElement instance)
    {
        var found = new BitArray(names.Count);
        foreach (var property in instance.EnumerateObject())
        {
            if (_names.Find(property) is >= 0 and var number)
                found[number] = true;
        }

        return [.. names.Where((_, number) => !found[number])];
    }
}
