using System.Text.Json;

namespace Holdfast.Json.Keywords;

/// <summary>Explains why a value matches no branch: by the faults of the one that was meant, where that is plain, else by one fault of each.</summary>
internal static class BranchReport
{
    private const int MostBranches = 4;

    public static bool Fail(string rule, SchemaNode[] schemas, JsonElement instance, Evaluation run)
    {
        if (!run.Spend(schemas.Length))
            return false;
        var reasons = new List<string>();
        IReadOnlyList<SchemaViolation>? meant = null;
        var near = 0;
        var here = run.Path;
        foreach (var schema in schemas)
        {
            run.Apart(schema, instance, seen: null, out var faults);
            if (faults.Count == 0)
                continue;
            if (!faults.Any(fault => IsOfAnotherForm(fault, here)))
            {
                near++;
                meant = faults;
            }

            reasons.Add(Shown.Cut(faults[0].Message, 120));
        }

        if (near == 1)
            return run.Fail(meant!);
        var shown = reasons.Take(MostBranches).Select((reason, number) => $"({number + 1}) {reason}").ToArray();
        var more = reasons.Count > MostBranches ? $"; and {reasons.Count - MostBranches} more" : "";
        return run.Fail(rule, $"must match {(rule == "oneOf" ? "exactly" : "at least")} one of {schemas.Length} forms: {string.Join("; ", shown)}{more}");
    }

    // A wrong type here, or a wrong constant one level down, tells that this branch is not the one that was meant.
    private static bool IsOfAnotherForm(SchemaViolation fault, string here)
    {
        var below = fault.Path.Length > here.Length ? fault.Path.AsSpan(here.Length + 1).Count('/') : -1;
        return fault.Rule switch
        {
            "type" or "false" => below < 0,
            "const" => below <= 0,
            "enum" => below < 0,
            _ => false,
        };
    }
}
