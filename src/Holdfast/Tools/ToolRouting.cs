using System.Text.Json;
using Holdfast.Safety.Labels;

namespace Holdfast.Tools;

/// <summary>
/// Chooses which of many tools a model is shown, by the words of what is wanted: a word counts the more, the fewer tools have it. Pure; the same words give the same tools.
/// </summary>
internal sealed class ToolRouting
{
    /// <summary>The tool with which a model asks for tools that it is not shown.</summary>
    public const string FindTools = "find_tools";

    /// <summary>What it looks for.</summary>
    public const string Query = "query";

    private const int Found = 5;
    private const int Stem = 5;
    private const int NameWeight = 3;

    private readonly IReadOnlyList<Tool> tools;
    private readonly Dictionary<string, int>[] words;
    private readonly Dictionary<string, double> rarity;

    public ToolRouting(IReadOnlyList<Tool> tools)
    {
        this.tools = tools;
        words = [.. tools.Select(WordsOf)];
        rarity = words.SelectMany(static w => w.Keys).GroupBy(static w => w, StringComparer.Ordinal)
            .ToDictionary(static g => g.Key, g => Math.Log(1 + ((double)tools.Count / g.Count())), StringComparer.Ordinal);
    }

    /// <summary>The tool that finds others.</summary>
    public static Tool Finder(IReadOnlyList<Tool> tools)
    {
        var routing = new ToolRouting(tools);
        return new Tool(
            FindTools,
            $"Finds tools that you have and do not see here: you have {tools.Count}. Those that are found can be called from then on.",
            JsonElement.Parse("""{"type":"object","properties":{"query":{"type":"string","maxLength":300,"description":"What you want to do, in a few words."}},"required":["query"],"additionalProperties":false}"""),
            new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside, Content = [Query] },
            (arguments, _, _) =>
            {
                var found = routing.Find(arguments.GetProperty(Query).GetString()!);
                return new(found.Count == 0 ? "No tool fits these words. Try others, or tell the user that it cannot be done." : string.Join('\n', found.Select(static t => $"{t.Name}: {t.Description}")));
            });
    }

    /// <summary>The tools that fit some words best.</summary>
    public IReadOnlyList<Tool> Find(string text) => [.. Rank(text).Where(static r => r.Score > 0).Take(Found).Select(static r => r.Tool)];

    /// <summary>The tools to show, in the order of the definition, so that prompts differ as little as can be.</summary>
    /// <param name="kept">Names of those that are shown in any case.</param>
    /// <param name="text">What is wanted.</param>
    /// <param name="most">How many are shown, unless more are kept.</param>
    public IReadOnlyList<Tool> Narrow(IReadOnlySet<string> kept, string text, int most)
    {
        var shown = tools.Where(t => kept.Contains(t.Name)).ToHashSet();
        foreach (var (tool, _) in Rank(text))
        {
            if (shown.Count >= most)
            {
                break;
            }

            shown.Add(tool);
        }

        return [.. tools.Where(shown.Contains)];
    }

    /// <summary>Best first; equal ones in the order of the definition.</summary>
    private IEnumerable<(Tool Tool, double Score)> Rank(string text)
    {
        var wanted = Stems(text).ToHashSet(StringComparer.Ordinal);
        return tools.Select((tool, i) => (Tool: tool, Score: wanted.Sum(w => words[i].TryGetValue(w, out var weight) ? weight * rarity[w] : 0))).OrderByDescending(static r => r.Score);
    }

    private static Dictionary<string, int> WordsOf(Tool tool)
    {
        var weights = new Dictionary<string, int>(StringComparer.Ordinal);
        var parameters = tool.Parameters.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(static p => p.Name) : [];
        foreach (var stem in Stems($"{tool.Description} {string.Join(' ', parameters)}"))
        {
            weights[stem] = 1;
        }

        foreach (var stem in Stems(tool.Name))
        {
            weights[stem] = NameWeight;
        }

        return weights;
    }

    /// <summary>Words of three letters or more, cut so that forms of one word are the same.</summary>
    private static IEnumerable<string> Stems(string text) => Words.Of(text).Where(static w => w.Length > 2).Select(static w => w.Length <= Stem ? w.TrimEnd('s') : w[..Stem]);
}
