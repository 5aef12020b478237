namespace Holdfast.Cli.Tests;

/// <summary>What a command did.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>The output's lines, without empty ones.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
