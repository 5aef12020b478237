using System.Text.RegularExpressions;

namespace Holdfast.Cli.Tests;

/// <summary>Replaces what differs from run to run: ids, versions, times, durations.</summary>
internal static partial class Normalised
{
    public static string Text(string output)
    {
        output = Ids().Replace(output, "ID");
        output = Versions().Replace(output, "@VERSION");
        output = Times().Replace(output, "TIME");
        return Durations().Replace(output, "TOOK").Replace("\r", "", StringComparison.Ordinal).TrimEnd();
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex Ids();

    [GeneratedRegex("@[0-9a-f]{12}")]
    private static partial Regex Versions();

    [GeneratedRegex(@"(?:\w+day )?\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\dZ?)?")]
    private static partial Regex Times();

    [GeneratedRegex(@"\b[\d.]+ (?:ms|s)\b")]
    private static partial Regex Durations();
}
