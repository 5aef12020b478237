namespace Holdfast.Cli.Chat;

/// <summary>Shows on the last line that something is under way. Does nothing where there is no terminal to draw on.</summary>
internal sealed class Spinner : IDisposable
{
    private const string Frames = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(100);

    private readonly Terminal terminal;
    private readonly Lock gate;
    private readonly ITimer? timer;
    private string text = "";
    private bool visible;
    private int frame;

    /// <param name="terminal">Where it is drawn.</param>
    /// <param name="gate">Held by whoever writes to the same terminal.</param>
    public Spinner(Terminal terminal, Lock gate)
    {
        this.terminal = terminal;
        this.gate = gate;
        if (terminal is { IsInteractive: true, HasColour: true })
        {
            timer = terminal.Time.CreateTimer(_ => Draw(), null, Pace, Pace);
        }
    }

    /// <summary>Shows it. The caller holds the gate, or nothing else writes yet.</summary>
    /// <param name="what">What is under way; null for the same as before.</param>
    public void Show(string? what)
    {
        text = what ?? text;
        visible = true;
    }

    /// <summary>Takes it away, before something else is written. The caller holds the gate.</summary>
    public void Hide()
    {
        if (visible && timer is not null)
        {
            terminal.Output.Write("\r\e[K");
        }

        visible = false;
    }

    public void Dispose()
    {
        timer?.Dispose();
        lock (gate)
        {
            Hide();
        }
    }

    private void Draw()
    {
        lock (gate)
        {
            if (visible)
            {
                frame = (frame + 1) % Frames.Length;
                terminal.Output.Write($"\r\e[K{terminal.Dim($"  {Frames[frame]} {SafeText.Line(text, 60)}")}");
                terminal.Output.Flush();
            }
        }
    }
}
