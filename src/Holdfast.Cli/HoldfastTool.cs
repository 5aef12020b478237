using System.CommandLine;
using System.CommandLine.Help;
using Holdfast.Cli.Caching;
using Holdfast.Cli.Chat;
using Holdfast.Cli.Classification;
using Holdfast.Cli.Confidence;
using Holdfast.Cli.Guards;
using Holdfast.Cli.Keys;
using Holdfast.Cli.Knowledge;
using Holdfast.Cli.MockModel;
using Holdfast.Cli.RedTeam;
using Holdfast.Cli.Serve;
using Holdfast.Cli.Trace;

namespace Holdfast.Cli;

/// <summary>The tool <c>holdfast</c>: its commands, and what every one of them does with errors.</summary>
internal static class HoldfastTool
{
    private const int Failed = 1;
    private const int WronglyUsed = 2;

    /// <summary>Runs one command line.</summary>
    /// <returns>0 when it worked, 1 when it failed, 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, Terminal terminal, CancellationToken cancellationToken = default)
    {
        var root = new RootCommand("Holdfast runs LLM agents durably, within their budget and in full view.")
        {
            ServeCommand.Create(terminal),
            ChatCommand.Create(terminal),
            TraceCommand.Create(terminal),
            KeysCommand.Create(terminal),
            KnowledgeCommand.Create(terminal),
            MockModelCommand.Create(terminal),
            GuardsCommand.Create(terminal),
            ClassifyCommand.Create(terminal),
            CacheCommand.Create(terminal),
            ConfidenceCommand.Create(terminal),
            RedTeamCommand.Create(terminal),
        };
        var parsed = root.Parse(arguments);
        var output = new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
        {
            return await RefuseAsync(parsed, terminal);
        }

        using var interrupted = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, terminal.Interrupts.Token);
        try
        {
            return await parsed.InvokeAsync(output, interrupted.Token);
        }
        catch (HoldfastException e)
        {
            await terminal.Error.WriteLineAsync($"{SafeText.Of(e.Message)} ({e.Code})");
            return Failed;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("Interrupted.");
            return Failed;
        }
    }

    private static async Task<int> RefuseAsync(ParseResult parsed, Terminal terminal)
    {
        var path = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Reverse().Where(c => c is not RootCommand).Append(parsed.CommandResult.Command)
            .Select(c => c is RootCommand ? "holdfast" : c.Name));
        var command = path.StartsWith("holdfast", StringComparison.Ordinal) ? path : "holdfast " + path;
        // "Required command was not provided." tells nothing that the list of commands does not.
        var isGroup = parsed.CommandResult.Command is { Action: null, Subcommands.Count: > 0 };
        foreach (var message in parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).Where((m, i) => !isGroup || i > 0 || parsed.UnmatchedTokens.Count == 0))
        {
            await terminal.Error.WriteLineAsync(SafeText.Of(message));
        }

        if (isGroup)
        {
            await terminal.Error.WriteLineAsync($"Commands: {string.Join(", ", parsed.CommandResult.Command.Subcommands.Select(c => c.Name))}.");
        }

        await terminal.Error.WriteLineAsync($"'{command} --help' shows what is possible.");
        return WronglyUsed;
    }
}
