using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>What a model is told: where, which rule, what it sent, what is valid.</summary>
public class JsonSchemaMessageTests
{
    [Theory]
    [InlineData("""{"properties":{"start":{"format":"date-time"}}}""", """{"start":"tomorrow"}""", "/start", "format",
        "\"/start\" must match format date-time such as 2025-03-01T09:00:00Z; got \"tomorrow\"")]
    [InlineData("""{"required":["name","email"]}""", """{"name":"Ada"}""", "", "required",
        "the value must have the property \"email\"; it has only \"name\"")]
    [InlineData("""{"properties":{"start_time":true,"end_time":true},"additionalProperties":false}""", """{"startTime":1}""", "/startTime", "additionalProperties",
        "\"/startTime\" is not a known property; did you mean \"start_time\"? Valid are \"start_time\", \"end_time\"")]
    [InlineData("""{"properties":{"size":{"enum":["small","medium","large"]}}}""", """{"size":"mediun"}""", "/size", "enum",
        "\"/size\" must be one of \"small\", \"medium\", \"large\"; got \"mediun\"; did you mean \"medium\"?")]
    [InlineData("""{"properties":{"n":{"type":"integer"}}}""", """{"n":"5"}""", "/n", "type",
        "\"/n\" must be integer; got the string \"5\"; write 5 without the quotes")]
    [InlineData("""{"items":{"minimum":1,"maximum":9}}""", "[3,12]", "/1", "maximum", "\"/1\" must be at least 1 and at most 9; got 12")]
    [InlineData("""{"minLength":2,"maxLength":4}""", "\"abcde\"", "", "maxLength", "the value must have 2 to 4 characters; got 5")]
    [InlineData("""{"multipleOf":0.01}""", "1.005", "", "multipleOf", "the value must be a multiple of 0.01; got 1.005")]
    [InlineData("""{"pattern":"^[A-Z]{2}$"}""", "\"abc\"", "", "pattern", "the value must match the pattern ^[A-Z]{2}$; got \"abc\"")]
    [InlineData("""{"properties":{"a/b~c":{"const":1}}}""", """{"a/b~c":2}""", "/a~1b~0c", "const", "\"/a~1b~0c\" must be exactly 1; got 2")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "", "uniqueItems", "the value must not hold the same item twice; items 0 and 2 are both 1.0")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "5", "", "anyOf",
        "the value must match at least one of 2 forms: (1) the value must be string; got the number 5; (2) the value must be null; got the number 5")]
    [InlineData("""{"dependentRequired":{"card":["cvc"]}}""", """{"card":1}""", "", "dependentRequired", "the value has \"card\", so it must also have \"cvc\"")]
    public void A_violation_names_the_place_the_rule_and_what_is_valid(string schema, string instance, string path, string rule, string message)
    {
        var violations = JsonSchema.Parse(SharedData.Parse(schema), assertFormats: true).Validate(SharedData.Parse(instance));
        violations.ShouldHaveSingleItem().ShouldBe(new SchemaViolation(path, rule, message));
    }

    [Fact]
    public void Of_several_forms_the_one_that_was_meant_is_explained()
    {
        var schema = SharedData.Parse("""
            {"oneOf":[
              {"properties":{"kind":{"const":"card"},"number":{"type":"string"}},"required":["kind","number"]},
              {"properties":{"kind":{"const":"cash"},"amount":{"type":"number"}},"required":["kind","amount"]}]}
            """);
        var violation = JsonSchema.Parse(schema).Validate(SharedData.Parse("""{"kind":"cash","amount":"ten"}""")).ShouldHaveSingleItem();
        violation.Path.ShouldBe("/amount");
        violation.Rule.ShouldBe("type");
    }

    [Fact]
    public void Ten_violations_at_most_and_short_ones()
    {
        var schema = JsonSchema.Parse(SharedData.Parse("""{"additionalProperties":{"type":"string","maxLength":3}}"""));
        var members = Enumerable.Range(0, 50).Select(i => $"\"{i}{new string('x', 5_000)}\":\"{new string('y', 5_000)}\"");
        var violations = schema.Validate(SharedData.Parse("{" + string.Join(',', members) + "}"));
        violations.Count.ShouldBe(10);
        violations.ShouldAllBe(v => v.Message.Length <= 600 && v.Path.Length <= 1_000);
    }

    [Theory]
    [InlineData("""{"type":"strin"}""", "#/type", "\"strin\" is not a type")]
    [InlineData("""{"properties":{"a":{"minimum":"1"}}}""", "#/properties/a/minimum", "must be a number")]
    [InlineData("""{"pattern":"["}""", "#/pattern", "is not a regular expression")]
    [InlineData("""{"$ref":"https://example.com/x"}""", "#/$ref", "schemas are never fetched")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "#/$ref", "leads nowhere")]
    [InlineData("""{"$ref":"#"}""", "#", "refers back to itself")]
    [InlineData("""{"$defs":{"a":{"allOf":[{"not":{"$ref":"#/$defs/a"}}]}}}""", "#/$defs/a", "refers back to itself")]
    [InlineData("""{"items":[{}]}""", "#/items", "prefixItems")]
    [InlineData("""{"$schema":"https://example.com/mine"}""", "#/$schema", "is not known")]
    [InlineData("""{"allOf":[]}""", "#/allOf", "at least one schema")]
    [InlineData("""{"minLength":-1}""", "#/minLength", "whole number")]
    [InlineData("""{"multipleOf":0}""", "#/multipleOf", "greater than 0")]
    [InlineData("""{"not":5}""", "#/not", "a schema is an object")]
    [InlineData("5", "#", "a schema is an object")]
    public void A_wrong_schema_is_refused_with_the_place_and_the_reason(string schema, string place, string reason)
    {
        var refusal = Should.Throw<HoldfastException>(() => JsonSchema.Parse(SharedData.Parse(schema)));
        refusal.Code.ShouldBe("invalid-schema");
        refusal.Message.ShouldContain($"\"{place}\"");
        refusal.Message.ShouldContain(reason);
    }
}
