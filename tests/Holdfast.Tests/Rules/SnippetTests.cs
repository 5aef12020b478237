using System.Text.RegularExpressions;

namespace Holdfast.Tests.Rules;

/// <summary>Every C# block of the documentation stands, word for word, in a file that is compiled: the pages cannot lie.</summary>
public sealed partial class SnippetTests
{
    public static TheoryData<string> Pages { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md").Append(Path.Combine(Repository.Root, "README.md")).Select(path => Path.GetRelativePath(Repository.Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_block_is_compiled(string page)
    {
        var compiled = Repository.Sources("docs", "tests", "src", "agents").Select(path => Normalise(Repository.Text(path))).ToList();
        foreach (Match block in Block().Matches(Repository.Text(page).ReplaceLineEndings("\n")))
        {
            var text = Normalise(block.Groups[1].Value).Trim('\n');
            compiled.Any(file => file.Contains(text, StringComparison.Ordinal)).ShouldBeTrue(
                $"This block of {page} stands in no compiled file. Write it into tests/Holdfast.Tests/Snippets and copy it from there:\n{block.Groups[1].Value}");
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_to_a_file_leads_somewhere(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        Link().Matches(Repository.Text(page)).Select(m => m.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !Path.Exists(Path.Combine(folder, target))).ShouldBeEmpty();
    }

    /// <summary>Indentation is where a block stands, not what it says.</summary>
    private static string Normalise(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"^```(?:csharp|cs|c#)\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
