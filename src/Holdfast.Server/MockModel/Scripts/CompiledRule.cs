using System.Text.RegularExpressions;

namespace Holdfast.Server.MockModel.Scripts;

/// <summary>A rule that was checked, with its expressions ready.</summary>
internal sealed class CompiledRule
{
    private static readonly string[] Roles = ["user", "assistant", "tool", "system"];
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly MockRule rule;
    private readonly Regex? user;
    private readonly Regex? toolResult;
    private readonly Regex? system;
    private readonly Regex? model;
    private readonly CompiledReply[] replies;

    private CompiledRule(MockRule rule, ScriptPlace place)
    {
        this.rule = rule;
        user = Expression(rule.User, "user", place);
        toolResult = Expression(rule.ToolResult, "tool_result", place);
        system = Expression(rule.System, "system", place);
        model = Expression(rule.Model, "model", place);
        var expressions = new[] { user, toolResult, system, model }.OfType<Regex>();
        var captures = expressions.SelectMany(expression => expression.GetGroupNames()).ToHashSet(StringComparer.Ordinal);
        replies = [.. rule.Replies.Select(reply => new CompiledReply(reply, captures, place))];
    }

    public static CompiledRule Of(MockRule rule, ScriptPlace place)
    {
        if (rule.Role is { } role && !Roles.Contains(role))
        {
            throw place.Error($"role '{role}' is unknown. Valid: {string.Join(", ", Roles)}.");
        }

        if (rule.Step < 1 || rule.Call < 1)
        {
            throw place.Error("step and call count from 1.");
        }

        if ((rule.Respond is null) == (rule.Replies.Count == 0))
        {
            throw place.Error("a rule needs either replies or a Respond function: give one reply at least.");
        }

        return new CompiledRule(rule, place);
    }

    public MockReply? Answer(MockRequest request)
    {
        var captures = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!Matches(request, captures))
        {
            return null;
        }

        return rule.Respond?.Invoke(request) ?? replies[Math.Min(request.Step, replies.Length) - 1].Expand(captures);
    }

    private bool Matches(MockRequest request, Dictionary<string, string> captures) =>
        (rule.Role is null || rule.Role == request.LastRole)
        && (rule.Step is null || rule.Step == request.Step)
        && (rule.Call is null || rule.Call == request.Call)
        && (rule.UserContains is null || request.LastUserText.Contains(rule.UserContains, StringComparison.OrdinalIgnoreCase))
        && Captures(user, [request.LastUserText], captures)
        && ToolResultMatches(request, captures)
        && Captures(system, [SystemText(request)], captures)
        && Captures(model, [request.Model], captures)
        && (rule.When is null || rule.When(request));

    private static string SystemText(MockRequest request) =>
        string.Join('\n', request.Messages.Where(message => message.Role == "system").Select(message => message.Text));

    private bool ToolResultMatches(MockRequest request, Dictionary<string, string> captures)
    {
        if (rule.Tool is null && toolResult is null && rule.ToolResultContains is null)
        {
            return true;
        }

        var results = request.ToolResults.Where(result => rule.Tool is null || request.ToolOf(result) == rule.Tool);
        string[] texts = [.. results.Select(result => result.Text)];
        return texts.Length > 0
            && (rule.ToolResultContains is null || texts.Any(text => text.Contains(rule.ToolResultContains, StringComparison.OrdinalIgnoreCase)))
            && Captures(toolResult, texts, captures);
    }

    private static bool Captures(Regex? expression, IEnumerable<string> texts, Dictionary<string, string> captures)
    {
        if (expression is null)
        {
            return true;
        }

        var match = texts.Select(text => expression.Match(text)).FirstOrDefault(found => found.Success);
        foreach (var group in match?.Groups.Values ?? [])
        {
            captures.TryAdd(group.Name, group.Value);
        }

        return match is not null;
    }

    private static Regex? Expression(string? pattern, string condition, ScriptPlace place)
    {
        try
        {
            return pattern is null ? null : new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException exception)
        {
            throw place.Error($"{condition} is no valid regular expression: {exception.Message} Escape special characters with a backslash.", exception);
        }
    }
}
