using System.Text.Json;
using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Dates;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Holdfast.Tools;

namespace Holdfast.Providers.Tests.Offline;

/// <summary>Tools of foreign domains: which is picked among twenty, and which arguments are filled from one sentence.</summary>
public class ToolCallsDataTests(ITestOutputHelper output)
{
    private const int ToolsPerAgent = 20;

    [Fact]
    public void Picks_foreign_tools_and_fills_their_arguments()
    {
        var rows = SharedData.Rows("toolcalls_dev.jsonl");
        foreach (var part in new[] { "tune", "held" })
        {
            Measure(part, rows.Where(row => SharedData.IsHeldBack(row.GetProperty("question").GetString()!) == (part == "held")).ToList());
        }
    }

    private void Measure(string part, List<JsonElement> rows)
    {
        var models = rows.Select(row => Model(row.GetProperty("tool"))).ToList();
        var (picked, offered, total, right, filled, calls) = (0, 0, 0, 0, 0, 0);
        var kinds = new SortedDictionary<string, (int Total, int Right)>(StringComparer.Ordinal);
        for (var index = 0; index < rows.Count; index++)
        {
            var agent = Enumerable.Range(0, rows.Count).Select(step => models[(index + step) % rows.Count]).DistinctBy(tool => tool.Name).Take(ToolsPerAgent).OrderBy(tool => tool.Name, StringComparer.Ordinal).ToList();
            var question = rows[index].GetProperty("question").GetString()!;
            var said = new Utterance(question, new DateContext(new DateTime(2026, 11, 23, 9, 0, 0)));
            var best = new ToolMatcher(agent).Rank(said.Topic)[0];
            picked += best.Tool.Name == models[index].Name && best.Score >= ToolMatcher.Threshold ? 1 : 0;
            offered++;
            var slots = new SlotTable();
            SlotFiller.Fill(models[index], slots, said, new HashSet<string>(), new KnownValues(), TimeZoneInfo.Utc, opening: true);
            var whole = true;
            foreach (var parameter in models[index].Parameters.Where(parameter => parameter.Required))
            {
                var expected = rows[index].GetProperty("arguments").TryGetProperty(parameter.Name, out var value) ? value : default;
                var mine = slots[parameter.Name]?.Value;
                var same = mine is { } got && Same(got, expected);
                var kind = kinds.GetValueOrDefault(parameter.Kind.ToString());
                kinds[parameter.Kind.ToString()] = (kind.Total + 1, kind.Right + (same ? 1 : 0));
                (total, right, filled) = (total + 1, right + (same ? 1 : 0), filled + (mine is null ? 0 : 1));
                whole &= same;
                if (!same && part == "tune")
                {
                    output.WriteLine($"{parameter.Kind} {parameter.Name}: wants {expected}, got {mine} in '{question}'");
                }
            }

            calls += whole ? 1 : 0;
        }

        output.WriteLine($"{part}: {offered} questions; tool picked among {ToolsPerAgent}: {(double)picked / offered:P1}; required arguments right {(double)right / total:P1} of {total}, of those filled {(double)right / filled:P1}; whole call right {(double)calls / offered:P1}");
        output.WriteLine($"{part} by kind: {string.Join(", ", kinds.Select(entry => $"{entry.Key} {entry.Value.Right}/{entry.Value.Total}"))}");
        ((double)picked / offered).ShouldBeGreaterThan(0.85);
        ((double)right / total).ShouldBeGreaterThan(0.45);
    }

    private static ToolModel Model(JsonElement tool) =>
        new(tool.GetProperty("name").GetString()!, tool.GetProperty("description").GetString()!, ToolEffect.Read, ParameterReader.Read(tool.GetProperty("parameters")));

    private static bool Same(JsonElement mine, JsonElement expected) => (mine.ValueKind, expected.ValueKind) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => Math.Abs(mine.GetDouble() - expected.GetDouble()) < 1e-9,
        (JsonValueKind.Array, JsonValueKind.Array) => mine.GetArrayLength() == expected.GetArrayLength() && mine.EnumerateArray().Zip(expected.EnumerateArray()).All(pair => Same(pair.First, pair.Second)),
        _ => string.Equals(mine.ToString().Trim(), expected.ToString().Trim(), StringComparison.OrdinalIgnoreCase),
    };
}
