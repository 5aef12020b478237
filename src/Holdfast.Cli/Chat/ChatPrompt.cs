namespace Holdfast.Cli.Chat;

/// <summary>The prompt of an interactive chat and its commands.</summary>
internal sealed class ChatPrompt(Conversation chat, Terminal terminal)
{
    private const string Help = """
        /new     starts a new session
        /trace   shows what happened in the last turn and why
        /help    shows this
        /quit    leaves (so does Ctrl-D)
        Ctrl-C   cancels the turn under way; pressed again, it leaves
        """;

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await terminal.Output.WriteLineAsync($"Talking to {terminal.Bold(SafeText.Line(chat.Agent, 80))}{(chat.Description is { } what ? ": " + SafeText.Line(what, 200) : ".")}");
        await terminal.Output.WriteLineAsync(terminal.Dim($"Session {chat.Session}. /help shows the commands."));
        while (true)
        {
            await terminal.Output.WriteAsync($"\n{terminal.Bold("you ›")} ");
            await terminal.Output.FlushAsync(cancellationToken);
            var line = (await terminal.Input.ReadLineAsync(cancellationToken))?.Trim();
            if (line is null or "/quit" or "/exit")
            {
                return 0;
            }

            try
            {
                await ObeyAsync(line, cancellationToken);
            }
            catch (HoldfastException e)
            {
                await terminal.Error.WriteLineAsync($"{SafeText.Of(e.Message)} ({e.Code})");
                if (e.Code is "session-closed" or "session-expired")
                {
                    await terminal.Error.WriteLineAsync("/new starts a new session.");
                }
            }
        }
    }

    private async Task ObeyAsync(string line, CancellationToken cancellationToken)
    {
        switch (line)
        {
            case "":
                break;
            case "/help":
                await terminal.Output.WriteLineAsync(Help);
                break;
            case "/new":
                await chat.RenewAsync(cancellationToken);
                await terminal.Output.WriteLineAsync(terminal.Dim($"Session {chat.Session}."));
                break;
            case "/trace":
                await chat.ShowTraceAsync(cancellationToken);
                break;
            case ['/', ..]:
                await terminal.Output.WriteLineAsync($"There is no command '{SafeText.Line(line, 40)}'.\n{Help}");
                break;
            default:
                await chat.SayAsync(line, cancellationToken);
                break;
        }
    }
}
