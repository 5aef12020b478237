namespace Holdfast.Cli.Tests;

/// <summary>Runs the tool in this process, as from a pipe unless a test says otherwise.</summary>
internal static class CommandRun
{
    /// <summary>Runs a command line to its end.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <param name="input">What the user types.</param>
    /// <param name="interactive">Whether a person seems to sit there.</param>
    /// <param name="variables">Environment variables.</param>
    public static async Task<CommandResult> RunAsync(string[] arguments, string input = "", bool interactive = false, params (string Name, string Value)[] variables)
    {
        var output = new StringWriter();
        var error = new StringWriter();
        var terminal = new Terminal
        {
            Input = new StringReader(input),
            Output = output,
            Error = error,
            IsInteractive = interactive,
            Variable = name => variables.FirstOrDefault(v => v.Name == name).Value,
        };
        var code = await HoldfastTool.RunAsync(arguments, terminal, TestContext.Current.CancellationToken);
        return new CommandResult(code, output.ToString(), error.ToString());
    }
}
