using System.Text.Json;
using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>Agreement with the official test suite of draft 2020-12.</summary>
public class JsonSchemaSuiteTests
{
    [Fact]
    public void Every_case_of_the_core_suite_agrees()
    {
        var registry = new JsonSchemaRegistry();
        foreach (var document in SharedData.Document("json_schema_2020_12_remotes.json").EnumerateObject())
            registry.Register(document.Name, document.Value);
        var cases = SharedData.Lines("json_schema_2020_12_core.jsonl");
        var disagreements = cases.Select(@case => Disagreement(@case, registry)).OfType<string>().ToList();
        cases.Length.ShouldBe(1_299);
        disagreements.ShouldBeEmpty();
    }

    private static string? Disagreement(JsonElement @case, JsonSchemaRegistry registry)
    {
        var name = @case.GetProperty("file").GetString() + ": " + @case.GetProperty("description").GetString();
        var expected = @case.GetProperty("valid").GetBoolean();
        try
        {
            var schema = JsonSchema.Parse(@case.GetProperty("schema"), registry);
            var violations = schema.Validate(@case.GetProperty("data"));
            var agrees = schema.IsValid(@case.GetProperty("data")) == expected && violations.Count == 0 == expected;
            return agrees ? null : $"{name}: expected {expected}, got {string.Join(" | ", violations)}";
        }
        catch (HoldfastException e)
        {
            return $"{name}: {e.Message}";
        }
    }
}
