using Holdfast.Json;

namespace Holdfast.Tests.Json;

public class JsonRepairTests
{
    [Theory]
    [InlineData("Sure, here it is:\n```json\n{\"a\": 1}\n```\nTell me if it helps.", """{"a":1}""")]
    [InlineData("The call is: {\"a\": 1}", """{"a":1}""")]
    [InlineData("Sure!\n{'a': True}\nHope this helps.", """{"a":true}""")]
    [InlineData("{\"a\":1}\n\nHope this helps!", """{"a":1}""")]
    [InlineData("{\\\"a\\\": \\\"b\\\"}", """{"a":"b"}""")]
    [InlineData("{'a': 'it's', 'b': None}", """{"a":"it's","b":null}""")]
    [InlineData("{a: .5, b: 2., c: -.5}", """{"a":0.5,"b":2.0,"c":-0.5}""")]
    [InlineData("{\"a\": \"x\" /* why */, // and\n \"b\": 2}", """{"a":"x","b":2}""")]
    [InlineData("{\"a\": \"one\ntwo\"}", """{"a":"one\ntwo"}""")]
    [InlineData("{\"a\":\"b\"]", """{"a":"b"}""")]
    public void What_is_plain_is_repaired(string text, string expected)
    {
        JsonRepair.TryRepair(text, out var json).ShouldBeTrue();
        json.ShouldBe(expected);
    }

    [Theory]
    [InlineData("I cannot do that.")]
    [InlineData("")]
    [InlineData("{\"a\": 1} or maybe {\"a\": 2}")]
    [InlineData("```json\n{\"a\":1}\n```\nor\n```json\n{\"a\":2}\n```")]
    [InlineData("see [the docs](https://example.com)")]
    [InlineData("as shown in\n[1] and {name}")]
    [InlineData("{\"path\": \"C:\\dir\"}")]
    [InlineData("{\"a\": NaN}")]
    [InlineData("[1,000, 2]")]
    [InlineData("[5 - 3]")]
    [InlineData("[5 * 3]")]
    [InlineData("{\"a\": remove(\"x\")}")]
    [InlineData("{\"a\": , \"b\": 1}")]
    [InlineData("{\"a\": \"x\" + y}")]
    [InlineData("[\"He said \"hi\", then left\"]")]
    [InlineData("{\"a\":\"b\"]}")]
    [InlineData("\"a\":1,\"b\":{\"c\":2}}")]
    [InlineData("{\"a\": \"\\u12G4\"}")]
    [InlineData("{a: \uD800}")]
    public void What_is_in_doubt_is_refused(string text)
    {
        JsonRepair.TryRepair(text, out var json, out _).ShouldBeFalse(json);
        json.ShouldBe("");
    }

    [Theory]
    [InlineData("{\"amount\": 100", """{"amount":100}""")]
    [InlineData("{\"amount\": 1e", """{"amount":1e0}""")]
    [InlineData("{\"to\": \"ada", """{"to":"ada"}""")]
    [InlineData("{\"to", """{"to":null}""")]
    [InlineData("[1, 2, ...]", """[1,2]""")]
    [InlineData("```json\n{\"a\": [1, 2", """{"a":[1,2]}""")]
    [InlineData("{\"a\": \"b}", """{"a":"b"}""")]
    public void What_was_cut_off_says_so(string text, string expected)
    {
        JsonRepair.TryRepair(text, out var json, out var truncated).ShouldBeTrue();
        json.ShouldBe(expected);
        truncated.ShouldBeTrue();
        JsonRepair.TryRepair(text, out _).ShouldBeFalse();
    }

    [Fact]
    public void Deep_nesting_is_refused_without_overflow()
    {
        JsonRepair.TryRepair(new string('[', 1_000_000), out _, out _).ShouldBeFalse();
        JsonRepair.TryRepair(string.Concat(Enumerable.Repeat("{a:", 100_000)), out _, out _).ShouldBeFalse();
        JsonRepair.TryRepair(string.Concat(Enumerable.Repeat("f(", 100_000)), out _, out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("[\"a, ")]
    [InlineData("\"a,\"b ")]
    [InlineData("['a ")]
    [InlineData("{\"a\":\"b,\"")]
    [InlineData("x ")]
    [InlineData("/* ")]
    [InlineData("``` [")]
    [InlineData("[1]\n")]
    [InlineData("\"a\" \n + ")]
    public void Large_input_ends(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, 1_000_000 / part.Length));
        if (JsonRepair.TryRepair(text, out var json, out _))
            SharedData.Parse(json);
        if (JsonRepair.TryRepair("[" + text, out json, out _))
            SharedData.Parse(json);
    }
}
