using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>Schemas and values that are made to hang or to crash.</summary>
public class JsonSchemaHostileTests
{
    private const string Tree = """{"$defs":{"node":{"type":["array","integer"],"items":{"$ref":"#/$defs/node"}}},"$ref":"#/$defs/node"}""";

    [Fact]
    public void A_value_nested_too_deeply_is_refused_not_crashed_on()
    {
        var deep = SharedData.Parse(new string('[', 5_000) + new string(']', 5_000));
        OnSmallStack(() => Schema(Tree).Validate(deep)).ShouldHaveSingleItem().Rule.ShouldBe("limit");
        OnSmallStack(() => Schema("""{"uniqueItems":true,"items":true}""").IsValid(SharedData.Parse($"[{deep.GetRawText()},{deep.GetRawText()}]"))).ShouldBeFalse();
    }

    [Fact]
    public void A_schema_nested_too_deeply_is_checked_within_bounds_or_refused()
    {
        OnSmallStack(() => Schema(Nested(1_000)).Validate(SharedData.Parse("1"))).ShouldHaveSingleItem().Rule.ShouldBe("limit");
        Should.Throw<HoldfastException>(() => Schema(Nested(5_000))).Code.ShouldBe("invalid-schema");
    }

    [Fact]
    public void Exponential_schemas_run_out_of_steps_under_not_and_anyOf_too()
    {
        var levels = string.Join(',', Enumerable.Range(0, 40).Select(i => $$"""
            "l{{i}}":{"allOf":[{"$ref":"#/$defs/l{{i + 1}}"},{"$ref":"#/$defs/l{{i + 1}}"}]}
            """));
        var definitions = $"\"$defs\":{{{levels},\"l40\":{{\"type\":\"integer\"}}}}";
        foreach (var use in new[] { "\"$ref\":\"#/$defs/l0\"", "\"not\":{\"$ref\":\"#/$defs/l0\"}", "\"anyOf\":[{\"$ref\":\"#/$defs/l0\"},true]" })
            Schema($"{{{definitions},{use}}}").Validate(SharedData.Parse("1")).ShouldContain(v => v.Rule == "limit", use);
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(?=(a+)+$)b")]
    [InlineData("^(a*)*\\1$")]
    public void Catastrophic_patterns_end(string pattern)
    {
        var schema = Schema(JsonSerializer.Serialize(new { items = new { pattern } }));
        var value = JsonSerializer.Serialize(Enumerable.Repeat(new string('a', 5_000) + "!", 200));
        schema.IsValid(SharedData.Parse(value)).ShouldBeFalse();
    }

    [Fact]
    public void Patterns_that_explode_when_compiled_are_handled()
    {
        foreach (var pattern in new[] { "^((a{1,100}){1,100}){1,100}$", "(x+x+)+y", new string('(', 1_500) + new string(')', 1_500), "^(?:.{1,900}){900}$" })
        {
            try
            {
                Schema(JsonSerializer.Serialize(new { pattern })).IsValid(SharedData.Parse("\"aaa\""));
            }
            catch (HoldfastException e)
            {
                e.Code.ShouldBe("invalid-schema");
            }
        }
    }

    [Fact]
    public void Huge_numbers_are_compared_without_being_written_out()
    {
        Schema("""{"maximum":1e999999999}""").IsValid(SharedData.Parse("1e99999999999999999999")).ShouldBeFalse();
        Schema("""{"multipleOf":3}""").IsValid(SharedData.Parse("3e999999999")).ShouldBeTrue();
        Schema("""{"multipleOf":7}""").IsValid(SharedData.Parse("1e999999999")).ShouldBeFalse();
        Schema("""{"multipleOf":7}""").IsValid(SharedData.Parse(new string('7', 1_000_000))).ShouldBeTrue();
        Schema("""{"const":10000000000000000000000000000000000000001}""").IsValid(SharedData.Parse("10000000000000000000000000000000000000002")).ShouldBeFalse();
        Schema("""{"type":"integer"}""").IsValid(SharedData.Parse("1.5e1")).ShouldBeTrue();
        Schema("""{"type":"integer"}""").IsValid(SharedData.Parse("1e-99999999999999999999")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"required":["a"],"properties":{"a":{"minLength":1}},"additionalProperties":false}""")]
    [InlineData("""{"patternProperties":{"^x":{"format":"email"}},"propertyNames":{"maxLength":5},"uniqueItems":true}""")]
    [InlineData("""{"enum":["a",{"a":1},[1]],"const":"a"}""")]
    [InlineData("""{"unevaluatedProperties":false,"anyOf":[{"properties":{"a":{"pattern":"^.$"}}},{"items":{"format":"date-time"},"contains":{"const":1}}]}""")]
    public void Broken_unicode_and_repeated_names_do_no_harm(string schema)
    {
        var compiled = JsonSchema.Parse(SharedData.Parse(schema), assertFormats: true);
        foreach (var json in new[] { """{"\uD800":"\uDC00","a":"\uD800","a":1}""", """["\uD800","\uD800",1,1]""", "\"\\uD800\"", """{"\u0061":"x"}""" })
            compiled.Validate(SharedData.Parse(json)).Count.ShouldBeLessThanOrEqualTo(10);
    }

    [Fact]
    public void Random_values_never_throw_and_both_ways_of_asking_agree()
    {
        var metaschema = JsonSchema.Parse(SharedData.Parse("""{"$ref":"https://json-schema.org/draft/2020-12/schema"}"""));
        var mixed = JsonSchema.Parse(SharedData.Parse("""
            {"type":["object","array"],"properties":{"id":{"type":"integer"},"a":{"$ref":"#"}},"items":{"anyOf":[{"type":"string","pattern":"a"},{"$ref":"#"}]},
             "unevaluatedProperties":{"not":{"const":null}},"uniqueItems":true,"maxProperties":3}
            """), assertFormats: true);
        Prop.ForAll(JsonValues.Documents, json =>
        {
            var value = SharedData.Parse(json);
            return metaschema.Validate(value).Count == 0 == metaschema.IsValid(value) && mixed.Validate(value).Count == 0 == mixed.IsValid(value);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Random_schemas_are_compiled_or_refused()
    {
        string[] keywords = ["type", "$ref", "$dynamicRef", "$id", "$anchor", "properties", "items", "allOf", "enum", "pattern", "minimum", "required", "not", "$defs", "format", "dependentSchemas"];
        var values = Gen.OneOf(JsonValues.Documents.Generator, Gen.Elements("\"#\"", "\"#/$defs\"", "\"a\"", "\"string\"", "[true]", "{\"a\":{}}", "[\"a\"]", "5"));
        var schemas = (from keyword in Gen.Elements(keywords) from value in values select $"\"{keyword}\":{value}").ListOf().Select(members => "{" + string.Join(',', members) + "}");
        Prop.ForAll(Arb.From(schemas), json =>
        {
            try
            {
                JsonSchema.Parse(SharedData.Parse(json), assertFormats: true).Validate(SharedData.Parse("""{"a":[1,"b"]}"""));
            }
            catch (HoldfastException e)
            {
                e.Code.ShouldBe("invalid-schema");
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
    }

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"not\":", depth)) + "true" + new string('}', depth);

    private static JsonSchema Schema(string json) => JsonSchema.Parse(SharedData.Parse(json));

    // A server's threads have less stack than a test's main thread.
    private static T OnSmallStack<T>(Func<T> action)
    {
        T result = default!;
        var thread = new Thread(() => result = action(), 512 * 1024);
        thread.Start();
        thread.Join();
        return result;
    }
}
