using System.CommandLine;
using Holdfast.Cli.Server;

namespace Holdfast.Cli.Chat;

/// <summary><c>holdfast chat</c>: a conversation with an agent of a server.</summary>
internal static class ChatCommand
{
    public static Command Create(Terminal terminal)
    {
        var agent = new Argument<string?>("agent") { Description = "The agent. Default: the server's first.", Arity = ArgumentArity.ZeroOrOne };
        var user = new Option<string?>("--user") { Description = "Who you are. Default: the name of your account.", HelpName = "name" };
        var session = new Option<string?>("--session") { Description = "Goes on in this session instead of a new one.", HelpName = "id" };
        var server = new ServerOptions(terminal);
        agent.Validators.Add(Usage.NoOption);
        var command = new Command("chat", "Talk to an agent, with its steps as they happen. When the input is no terminal, each line is one turn.") { agent, user, session };
        server.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = server.Open(parsed);
            var chat = new Conversation(client, terminal, parsed.GetValue(user) ?? Account(terminal));
            if (parsed.GetValue(session) is { } id)
            {
                await chat.JoinAsync(id, cancellationToken);
            }
            else
            {
                await chat.OpenAsync(parsed.GetValue(agent), cancellationToken);
            }

            return terminal.IsInteractive ? await new ChatPrompt(chat, terminal).RunAsync(cancellationToken) : await AnswerLinesAsync(chat, terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> AnswerLinesAsync(Conversation chat, Terminal terminal, CancellationToken cancellationToken)
    {
        var failed = false;
        while (await terminal.Input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!string.IsNullOrWhiteSpace(line))
            {
                failed |= !await chat.SayAsync(line, cancellationToken);
            }
        }

        return failed ? 1 : 0;
    }

    private static string? Account(Terminal terminal) => terminal.Variable("USER") is { Length: > 0 } name ? name : null;
}
