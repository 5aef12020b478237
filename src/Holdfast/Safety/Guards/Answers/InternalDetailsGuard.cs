using System.Text.RegularExpressions;

namespace Holdfast.Safety.Guards.Answers;

/// <summary>Replaces what users have no use for and attackers have: addresses of the inner network, lines of stack traces, names and schemas of tools,
/// the marks around strangers' words. In what the agent writes for itself only the marks.</summary>
public sealed partial class InternalDetailsGuard : Guard
{
    /// <inheritdoc/>
    public override string Name => "internal-details";

    /// <inheritdoc/>
    public override GuardPoint Points => GuardPoint.Output | GuardPoint.Intent;

    /// <inheritdoc/>
    public override GuardMode Mode => GuardMode.Redact;

    /// <inheritdoc/>
    public override int HoldBack => 512;

    /// <inheritdoc/>
    public override ValueTask<IReadOnlyList<GuardFinding>> CheckAsync(GuardedText text, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Point == GuardPoint.Intent && !text.Text.Contains("<untrusted-", StringComparison.Ordinal) && !text.Text.Contains("</untrusted-", StringComparison.Ordinal))
        {
            return ValueTask.FromResult<IReadOnlyList<GuardFinding>>([]);
        }

        var found = new List<GuardFinding>();
        foreach (var mark in Mark().EnumerateMatches(text.Text))
        {
            found.Add(new GuardFinding("untrusted-mark", mark.Index, mark.Length, Replacement: ""));
        }

        if (text.Point == GuardPoint.Intent)
        {
            return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(found);
        }

        Add("internal-address", Address());
        Add("stack-trace", Frame());
        Add("exception", Thrown());
        Add("tool-configuration", Schema());
        foreach (var tool in text.Tools)
        {
            // A name of one word is a word.
            if (tool.Contains('_'))
            {
                AddName(tool);
            }
        }

        return ValueTask.FromResult<IReadOnlyList<GuardFinding>>(found);

        void Add(string kind, Regex pattern)
        {
            foreach (var match in pattern.EnumerateMatches(text.Text))
            {
                var value = text.Text.Substring(match.Index, match.Length);
                if (!text.Published.Contains(value, StringComparison.OrdinalIgnoreCase) && !text.Said.Any(said => said.Contains(value, StringComparison.OrdinalIgnoreCase)))
                {
                    found.Add(new GuardFinding(kind, match.Index, match.Length, Replacement: $"[{kind}]"));
                }
            }
        }

        void AddName(string tool)
        {
            for (var at = text.Text.IndexOf(tool, StringComparison.Ordinal); at >= 0; at = text.Text.IndexOf(tool, at + tool.Length, StringComparison.Ordinal))
            {
                if ((at == 0 || !IsPart(text.Text[at - 1])) && (at + tool.Length == text.Text.Length || !IsPart(text.Text[at + tool.Length])))
                {
                    found.Add(new GuardFinding("tool-name", at, tool.Length, Replacement: tool.Replace('_', ' ')));
                }
            }
        }

        static bool IsPart(char c) => char.IsLetterOrDigit(c) || c == '_';
    }

    [GeneratedRegex(
        @"(?:\b[a-z][a-z0-9+]{1,15}://)?(?<![\w.-])(?:localhost(?=[:/])|(?:127|10)(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|\[::1\]"
        + @"|[a-z0-9][a-z0-9-]{0,62}(?:\.[a-z0-9-]{1,63}){0,5}\.(?:internal|localdomain|intranet|corp|lan|svc|cluster\.local))(?![\w-])(?::\d{1,5})?(?:/[^\s""'<>)\]]{0,200})?",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(
        @"^[ \t]{0,20}(?:at [\w.<>$`+\[\],]{3,200}\([^)\n]{0,200}\)(?: in [^\n]{1,300}:line \d{1,6})?|at (?:[\w.<>$]{1,100} )?\(?[^\s()]{1,200}:\d{1,6}:\d{1,6}\)?|File ""[^""\n]{1,300}"", line \d{1,6}(?:, in \S{1,100})?|Traceback \(most recent call last\):)[ \t\r]{0,20}$",
        RegexOptions.Multiline | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();

    [GeneratedRegex(@"\b(?:[A-Za-z_]\w{0,60}\.){1,8}\w{1,80}(?:Exception|Error)\b(?::[^\n]{0,300})?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thrown();

    [GeneratedRegex(@"<untrusted-[0-9a-f]{16}(?: source=\\?""[^""\n]{0,120}"")?>\n?|\n?</untrusted-[0-9a-f]{16}>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();

    [GeneratedRegex(@"""(?:parameters|inputSchema|input_schema)""\s{0,5}:\s{0,5}\{[^\n]{0,400}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Schema();
}
