using System.Text.RegularExpressions;

namespace Holdfast.Tests.Rules;

/// <summary>Files are small, hold one type, and lie where their name says.</summary>
public sealed partial class FileTests
{
    private const int LongestFile = 400;

    /// <summary>Files that may be longer, each with its reason.</summary>
    private static readonly Dictionary<string, string> LongFiles = new(StringComparer.Ordinal)
    {
    };

    private static readonly string[] Folders = ["src", "agents", "tests", "bench"];
    private static readonly string[] BannedWords = ["Utils", "Utilities", "Helpers", "Common", "Managers", "Misc"];

    [Fact]
    public void No_file_is_too_long()
    {
        var tooLong = Repository.Sources(Folders).Select(path => (Path: path, Repository.Lines(path).Length)).Where(file => file.Length > LongestFile).ToList();
        tooLong.Where(file => !LongFiles.ContainsKey(file.Path)).Select(file => $"{file.Path}: {file.Length} lines").ShouldBeEmpty($"Split the file, {LongestFile} lines are the most; or name it above with a reason.");
    }

    [Fact]
    public void Exceptions_of_length_are_still_needed() =>
        LongFiles.Keys.Where(path => !File.Exists(Path.Combine(Repository.Root, path)) || Repository.Lines(path).Length <= LongestFile).ShouldBeEmpty("Remove the exception.");

    [Fact]
    public void A_file_holds_one_top_level_type_and_has_its_name()
    {
        var faults = new List<string>();
        foreach (var path in Repository.Sources(Folders))
        {
            var types = TopLevelType().Matches(Repository.Text(path)).Select(m => m.Groups[1].Value).Distinct().ToList();
            var name = Path.GetFileNameWithoutExtension(path);
            if (types.Count > 1)
            {
                faults.Add($"{path} holds {string.Join(", ", types)}");
            }
            else if (types.Count == 1 && types[0] != name && name != "Program")
            {
                faults.Add($"{path} holds {types[0]}");
            }
        }

        faults.ShouldBeEmpty();
    }

    [Fact]
    public void No_path_is_a_drawer() =>
        Repository.Sources(Folders)
            .Where(path => path.Split('/', '.').Any(part => BannedWords.Contains(part) || part.EndsWith("Helper", StringComparison.Ordinal) || part.EndsWith("Manager", StringComparison.Ordinal)))
            .ShouldBeEmpty("Name it for what it does and put it with its capability.");

    [GeneratedRegex(@"^(?:(?:public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe) )*(?:class|record struct|record class|record|struct|interface|enum|delegate [\w<>\[\],?. ]+?) (\w+)", RegexOptions.Multiline)]
    private static partial Regex TopLevelType();
}
