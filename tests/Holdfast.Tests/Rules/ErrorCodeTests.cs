using System.Text.Json;
using System.Text.RegularExpressions;

namespace Holdfast.Tests.Rules;

/// <summary>Every code of a refusal is explained in docs/errors.md, and nothing else is.</summary>
public sealed partial class ErrorCodeTests
{
    /// <summary>Words with hyphens in files that refuse, which are no codes.</summary>
    private static readonly HashSet<string> NoCodes = new(StringComparer.Ordinal)
    {
        "mock-model",
    };

    [Fact]
    public void Every_code_is_explained() =>
        Thrown().Except(Explained()).Order(StringComparer.Ordinal).ShouldBeEmpty("Explain the code in docs/errors.md: what happened, what to do.");

    [Fact]
    public void Every_explained_code_exists() =>
        Explained().Except(Thrown()).Order(StringComparer.Ordinal).ShouldBeEmpty("docs/errors.md explains a code that nothing throws.");

    [Fact]
    public void No_code_is_explained_twice()
    {
        var all = Heading().Matches(Repository.Text("docs/errors.md")).Select(m => m.Groups[1].Value).ToList();
        all.GroupBy(c => c).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
    }

    private static HashSet<string> Explained() => [.. Heading().Matches(Repository.Text("docs/errors.md")).Select(m => m.Groups[1].Value)];

    private static HashSet<string> Thrown()
    {
        var codes = Enum.GetNames<ErrorCategory>().Select(name => "model-" + JsonNamingPolicy.KebabCaseLower.ConvertName(name)).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Repository.Sources("src", "agents"))
        {
            var code = Repository.Code(path);
            if (Refuses().IsMatch(code))
            {
                codes.UnionWith(Thrown(code));
                codes.UnionWith(Literal().Matches(code).Select(m => m.Groups[1].Value).Where(c => !NoCodes.Contains(c)));
            }
        }

        return codes;
    }

    private static IEnumerable<string> Thrown(string code) => FirstArgument().Matches(code).Select(m => m.Groups[1].Value);

    [GeneratedRegex(@"(?:HoldfastException|RequestFault)\(\s*""([a-z0-9-]+)""")]
    private static partial Regex FirstArgument();

    [GeneratedRegex(@"HoldfastException|RequestFault|ProblemWriter")]
    private static partial Regex Refuses();

    // A code is the first argument of what is thrown, a member of a tuple, or an arm of a condition.
    [GeneratedRegex(@"(?:(?<!\.\w+)\(\s*|[?:,] \s*|=> )""([a-z]+(?:-[a-z0-9]+)+)""(?=\s*[,:;)]|\s*$)", RegexOptions.Multiline)]
    private static partial Regex Literal();

    [GeneratedRegex(@"^\| `([a-z0-9-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
