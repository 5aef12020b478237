using System.Text.Json;
using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>The development cases of repair. Bare texts at the top are no matter of tool calls and may be refused, but never become structured.</summary>
public class JsonRepairDataTests
{
    [Fact]
    public void Every_structured_case_is_repaired_exactly_and_no_other_becomes_structured()
    {
        var cases = SharedData.Lines("json_repair_dev.jsonl");
        cases.Length.ShouldBe(184);
        cases.Select(Fault).OfType<string>().ToList().ShouldBeEmpty();
    }

    private static string? Fault(JsonElement @case)
    {
        var text = @case.GetProperty("text").GetString()!;
        var repaired = JsonRepair.TryRepair(text, out var json, out _);
        var value = repaired ? SharedData.Parse(json) : default;
        var label = @case.GetProperty("label").GetString();
        if (label is "unrepairable" or "expected_not_json")
            return repaired ? $"{text} became {json}" : null;
        var expected = @case.GetProperty("expected");
        if (label == "already_valid" && !ReferenceEquals(json, text))
            return $"{text} was changed to {json}";
        if (repaired)
            return JsonElement.DeepEquals(value, expected) ? null : $"{text} became {json}, not {expected.GetRawText()}";
        return @case.GetProperty("structured").GetBoolean() ? $"{text} was not repaired to {expected.GetRawText()}" : null;
    }
}
