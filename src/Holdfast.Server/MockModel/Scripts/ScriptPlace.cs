namespace Holdfast.Server.MockModel.Scripts;

/// <summary>Where something stands in a script, for error messages.</summary>
internal sealed record ScriptPlace(string Script, string? RuleName, long? Line)
{
    public static ScriptPlace Rule(string script, int index, string? name, long? line = null) =>
        new(script, name is null ? $"rule {index + 1}" : $"rule {index + 1} ('{name}')", line);

    public ScriptPlace At(long line) => this with { Line = line };

    public HoldfastException Error(string message, Exception? cause = null) => new(
        "invalid-mock-script",
        $"{Script}{(Line is null ? "" : $", line {Line}")}{(RuleName is null ? "" : $", {RuleName}")}: {message}",
        cause);
}
