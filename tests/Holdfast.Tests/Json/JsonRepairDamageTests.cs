using System.Text.Json;
using Holdfast.Json;

namespace Holdfast.Tests.Json;

/// <summary>Real tool arguments with one character lost: repaired to what they were, refused, or marked as truncated.</summary>
public class JsonRepairDamageTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(',')]
    [InlineData(':')]
    [InlineData('"')]
    [InlineData('}')]
    [InlineData(']')]
    [InlineData('{')]
    [InlineData('[')]
    public void A_lost_character_of_the_syntax_is_put_back_or_refused(char lost)
    {
        var (exact, refused, marked, wrong) = (0, 0, 0, new List<string>());
        foreach (var @case in SharedData.Lines("toolcalls_dev.jsonl"))
        {
            var arguments = @case.GetProperty("arguments");
            var text = JsonSerializer.Serialize(arguments);
            foreach (var at in Syntax(text, lost))
            {
                var damaged = text.Remove(at, 1);
                if (!JsonRepair.TryRepair(damaged, out var json, out var truncated))
                    refused++;
                else if (ReferenceEquals(json, damaged))
                    continue;
                else if (JsonElement.DeepEquals(SharedData.Parse(json), arguments))
                    exact++;
                else if (truncated)
                    marked++;
                else
                    wrong.Add(damaged + " became " + json);
            }
        }

        output.WriteLine($"lost {lost}: {exact} exact, {refused} refused, {marked} marked as truncated, {wrong.Count} wrong");
        wrong.ShouldBeEmpty();
    }

    private static IEnumerable<int> Syntax(string json, char wanted)
    {
        var inside = false;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == '\\' && inside)
            {
                i++;
                continue;
            }

            if (json[i] == '"')
                inside = !inside;
            if (json[i] == wanted && (wanted == '"' || !inside))
                yield return i;
        }
    }
}
