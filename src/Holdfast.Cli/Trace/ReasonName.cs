using System.Text.Json;

namespace Holdfast.Cli.Trace;

/// <summary>Termination reasons and states as users write and read them: <c>needs-input</c>.</summary>
internal static class ReasonName
{
    /// <summary>All reasons.</summary>
    public static string[] All { get; } = [.. Enum.GetValues<TerminationReason>().Select(r => Of(r.ToString()))];

    public static string Of(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);

    public static TerminationReason? Parse(string? name) =>
        name is null ? null : Enum.GetValues<TerminationReason>()[Array.FindIndex(All, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase))];
}
