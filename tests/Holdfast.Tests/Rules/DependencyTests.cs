using System.Text.RegularExpressions;

namespace Holdfast.Tests.Rules;

/// <summary>Folders of the library depend on each other in one direction only.</summary>
public sealed partial class DependencyTests
{
    /// <summary>What each folder may use besides the root and itself. A new folder gets its line here.</summary>
    private static readonly Dictionary<string, string[]> MayUse = new(StringComparer.Ordinal)
    {
        ["Journal"] = [],
        ["Json"] = [],
        ["Classification"] = [],
        ["Cost"] = ["Journal"],
        ["Models"] = ["Cost", "Journal", "Json"],
        ["Safety"] = ["Models", "Cost", "Journal", "Json", "Classification"],
        ["Tools"] = ["Safety", "Models", "Cost", "Journal", "Json"],
        ["Memory"] = ["Tools", "Safety", "Models", "Cost", "Journal", "Json"],
        ["Knowledge"] = ["Tools", "Safety", "Models", "Cost", "Journal", "Json"],
        ["Confidence"] = ["Safety", "Models", "Cost", "Journal", "Json"],
        ["People"] = ["Tools", "Safety", "Models", "Cost", "Journal", "Json"],
        ["Caching"] = ["Knowledge"],
        ["Agents"] = ["Caching", "Confidence", "People", "Knowledge", "Memory", "Tools", "Safety", "Models", "Cost", "Journal", "Json", "Classification", AgentsUsePatterns],
        ["Runs"] = ["Caching", "Agents", "Confidence", "People", "Knowledge", "Memory", "Tools", "Safety", "Models", "Cost", "Journal", "Json", "Classification"],
        ["Evaluation"] = ["Runs", "Agents", "Confidence", "People", "Knowledge", "Memory", "Tools", "Safety", "Models", "Cost", "Journal", "Json", "Classification"],
        ["Telemetry"] = ["Journal"],
        ["Testing"] = ["Caching", "Evaluation", "Runs", "Agents", "Confidence", "People", "Knowledge", "Memory", "Tools", "Safety", "Models", "Cost", "Journal", "Json", "Classification"],
        ["Hosting"] = ["Telemetry", "Evaluation", "Runs", "Agents", "Confidence", "People", "Knowledge", "Memory", "Tools", "Safety", "Models", "Cost", "Journal", "Json", "Classification"],
    };

    /// <summary>An agent is defined by its pattern, and a pattern is a pure function of the run's state: decided, and the only way back.</summary>
    private const string AgentsUsePatterns = "Runs.Patterns";

    [Fact]
    public void Every_folder_has_a_line_in_the_table() =>
        Directory.EnumerateDirectories(Repository.Library).Select(path => Path.GetFileName(path)!).Where(name => name is not ("bin" or "obj"))
            .Except(MayUse.Keys).ShouldBeEmpty("Add the folder to the table, with what it may use.");

    [Fact]
    public void The_table_has_no_circle_but_the_decided_one()
    {
        foreach (var (folder, used) in MayUse)
        {
            used.Where(other => MayUse.TryGetValue(other, out var back) && back.Contains(folder)).ShouldBeEmpty($"{folder} is used by what it uses.");
        }
    }

    [Fact]
    public void Folders_use_only_what_the_table_allows()
    {
        var namespaces = typeof(HoldfastException).Assembly.GetTypes().Where(t => t.Namespace is not null && !t.IsNested).ToLookup(t => t.Namespace!, t => t.Name.Split('`')[0]);
        var violations = new List<string>();
        foreach (var path in Repository.Sources("src/Holdfast"))
        {
            var parts = path.Split('/');
            var folder = parts.Length > 3 ? parts[2] : null;
            foreach (var used in UsedFolders(Repository.Code(path), namespaces).Distinct())
            {
                if (used.Split('.')[0] != folder && !(folder is not null && MayUse[folder].Any(allowed => used == allowed || used.StartsWith(allowed + ".", StringComparison.Ordinal))))
                {
                    violations.Add($"{path} uses {used}");
                }
            }
        }

        violations.ShouldBeEmpty();
    }

    private static IEnumerable<string> UsedFolders(string code, ILookup<string, string> namespaces)
    {
        foreach (Match match in Usings().Matches(code))
        {
            yield return match.Groups[1].Value;
        }

        // Names such as Models.ModelAttempt, relative to the root namespace, need no using.
        foreach (Match match in Qualified().Matches(code))
        {
            var folder = match.Groups[1].Value;
            if (MayUse.ContainsKey(folder.Split('.')[0]) && namespaces["Holdfast." + folder].Contains(match.Groups[2].Value))
            {
                yield return folder;
            }
        }
    }

    [GeneratedRegex(@"^(?:global )?using (?:static |\w+ = )?Holdfast\.([\w.]+?);", RegexOptions.Multiline)]
    private static partial Regex Usings();

    [GeneratedRegex(@"(?<![\w.""])(?:Holdfast\.)?([A-Z]\w+(?:\.(?:Events|Patterns|Commands|Keywords|Repair))?)\.([A-Z]\w+)")]
    private static partial Regex Qualified();
}
