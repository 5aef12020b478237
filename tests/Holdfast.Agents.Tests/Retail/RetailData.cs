using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Agents.Tests.Retail;

/// <summary>The public retail domain, beside the repository: its policy, its sixteen tools, its database and its tasks.</summary>
internal static class RetailData
{
    /// <summary>What the agent may do, as its instructions.</summary>
    public static string Policy => File.ReadAllText(Find("policy.md"));

    /// <summary>The tools as declared: name, kind (read, write, generic), description, parameters.</summary>
    public static IReadOnlyList<JsonElement> Tools => [.. JsonElement.Parse(File.ReadAllText(Find("tools.json"))).EnumerateArray()];

    /// <summary>A fresh copy of the database.</summary>
    public static JsonObject Database => (JsonObject)JsonNode.Parse(File.ReadAllText(Find("db.json")))!;

    public static IReadOnlyList<RetailTask> Tasks => [.. File.ReadLines(Find("tasks.jsonl")).Select(line => RetailTask.Parse(JsonElement.Parse(line)))];

    private static string Find(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Holdfast.slnx")))
        {
            folder = folder.Parent;
        }

        var path = Path.Combine(folder?.Parent?.FullName ?? "", "shared", "data", "retail", file);
        Assert.SkipUnless(File.Exists(path), $"../shared/data/retail/{file} is absent");
        return path;
    }
}
