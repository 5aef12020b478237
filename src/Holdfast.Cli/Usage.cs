using System.CommandLine.Parsing;

namespace Holdfast.Cli;

/// <summary>Checks of the command line that the parser does not make.</summary>
internal static class Usage
{
    /// <summary>An unknown option before a free argument is taken for that argument: refuse it by name.</summary>
    public static void NoOption(ArgumentResult result)
    {
        foreach (var token in result.Tokens.Where(t => t.Value.StartsWith('-')))
        {
            result.AddError($"There is no option '{token.Value}' here.");
        }
    }

    /// <summary>Refuses what is not a whole number of a range.</summary>
    public static Action<OptionResult> Between(int least, int most) => result =>
    {
        foreach (var token in result.Tokens.Where(t => !int.TryParse(t.Value, out var value) || value < least || value > most))
        {
            result.AddError($"{result.Option.Name} is '{token.Value}'; give a whole number from {least} to {most}.");
        }
    };
}
