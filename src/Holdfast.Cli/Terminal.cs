using Spectre.Console;

namespace Holdfast.Cli;

/// <summary>What a command reads from and writes to. Tests give their own.</summary>
internal sealed class Terminal
{
    /// <summary>What the user types.</summary>
    public required TextReader Input { get; init; }

    /// <summary>Where results go.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Where troubles and hints go.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether a person sits at both ends: prompts, spinners and live steps are shown.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>Whether colours are shown: the output is a terminal and NO_COLOR is not set.</summary>
    public bool HasColour { get; init; }

    /// <summary>The width of the output in characters. Files have room: their lines are not wrapped.</summary>
    public int Width { get; init; } = 10_000;

    /// <summary>Ctrl-C.</summary>
    public Interrupts Interrupts { get; init; } = new();

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Returns an environment variable's value, or null.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var interrupts = new Interrupts();
        Console.CancelKeyPress += (_, press) => press.Cancel = interrupts.Press();
        return new Terminal
        {
            Input = Console.In,
            Output = Console.Out,
            Error = Console.Error,
            IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
            HasColour = !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb",
            Width = Console.IsOutputRedirected ? 10_000 : Math.Max(Console.WindowWidth, 40),
            Interrupts = interrupts,
            Variable = Environment.GetEnvironmentVariable,
        };
    }

    /// <summary>Returns a console for trees and tables on the output.</summary>
    public IAnsiConsole Styled()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = HasColour ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = HasColour ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(Output),
        });
        console.Profile.Width = Width;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    /// <summary>Dims a text where colours are shown.</summary>
    public string Dim(string text) => HasColour ? $"\e[2m{text}\e[0m" : text;

    /// <summary>Makes a text bold where colours are shown.</summary>
    public string Bold(string text) => HasColour ? $"\e[1m{text}\e[0m" : text;
}
