using System.Globalization;
using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Knowledge;
using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>The marks by which passages are cited: they go on counting within a run, so that each means one passage, and a passage that is found again keeps its own. Pure.</summary>
internal static class Citations
{
    /// <summary>What the calls of the run before one were given, with room for those that are made beside it.</summary>
    public static CitedPassages Before(RunState state, Agent agent, PendingCall call)
    {
        var marks = new Dictionary<string, int>(StringComparer.Ordinal);
        var last = 0;
        var earlier = new RunSituation(state, agent).ResultsInRun().Concat(state.Pending.Where(p => p.Number < call.Number).Select(p => (p.Name, p.Result)));
        foreach (var (tool, result) in earlier)
        {
            if (agent.FindTool(tool) is { Declared.Retrieves: true })
            {
                last = result is null ? last + KnowledgeTool.Passages : Math.Max(last, Read(result, marks));
            }
        }

        return last == 0 ? CitedPassages.None : new CitedPassages(last, marks);
    }

    /// <summary>Reads the marks of a result, and returns the highest. A result that guards or the limit changed may have none that can be read.</summary>
    private static int Read(string result, Dictionary<string, int> marks)
    {
        var highest = 0;
        try
        {
            using var document = JsonDocument.Parse(result);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("passages", out var passages) && passages.ValueKind == JsonValueKind.Array)
            {
                foreach (var passage in passages.EnumerateArray())
                {
                    if (passage.Deserialize<Passage>(ToolMethods.Json) is { Cite.Length: > 2 } read && int.TryParse(read.Cite.AsSpan(1, read.Cite.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var mark))
                    {
                        highest = Math.Max(highest, mark);
                        marks[CitedPassages.KeyOf(read.Document, read.Start, read.End)] = mark;
                    }
                }
            }
        }
        catch (JsonException)
        {
            return highest + KnowledgeTool.Passages;
        }

        return highest;
    }
}
