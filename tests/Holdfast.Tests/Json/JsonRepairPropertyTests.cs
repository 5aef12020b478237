using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Holdfast.Json;

namespace Holdfast.Tests.Json;

public class JsonRepairPropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    [Fact]
    public void Valid_json_comes_back_as_the_same_string() =>
        Prop.ForAll(JsonValues.Documents, json =>
            JsonRepair.TryRepair(json, out var repaired, out var truncated) && ReferenceEquals(repaired, json) && !truncated).Check(Runs);

    [Fact]
    public void What_is_returned_always_parses() =>
        Prop.ForAll(JsonValues.Noise, text =>
        {
            if (JsonRepair.TryRepair(text, out var json, out _))
                JsonDocument.Parse(json).Dispose();
            else
                json.ShouldBe("");
        }).Check(Runs.WithMaxTest(20_000));

    [Fact]
    public void A_document_cut_off_anywhere_is_never_taken_for_complete() =>
        Prop.ForAll(Structured(), document =>
        {
            for (var length = 0; length < document.Length; length++)
            {
                if (JsonRepair.TryRepair(document[..length], out var json, out var truncated))
                    truncated.ShouldBeTrue($"{document[..length]} became {json}");
            }
        }).Check(Runs.WithMaxTest(500));

    [Fact]
    public void Python_quotes_and_literals_are_read_as_what_they_mean() =>
        Prop.ForAll(Arb.From(Gen.Elements("it is", "x", "", "a b", "12", "é").ListOf()), texts =>
        {
            var python = "{'items': [" + string.Join(", ", texts.Select(t => $"'{t}'")) + "], 'flag': True, 'none': None,}";
            JsonRepair.TryRepair(python, out var json).ShouldBeTrue();
            var expected = JsonSerializer.Serialize(new { items = texts, flag = true, none = (string?)null });
            JsonElement.DeepEquals(SharedData.Parse(json), SharedData.Parse(expected)).ShouldBeTrue();
        }).Check(Runs);

    private static Arbitrary<string> Structured() => Arb.From(JsonValues.Documents.Generator.Where(json => json[0] is '{' or '['));
}
