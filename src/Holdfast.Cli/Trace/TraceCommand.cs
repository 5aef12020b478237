using System.CommandLine;

namespace Holdfast.Cli.Trace;

/// <summary><c>holdfast trace</c>: what happened in a run and why.</summary>
internal static class TraceCommand
{
    public static Command Create(Terminal terminal)
    {
        var run = new Argument<string?>("run") { Description = "The run's id, or 'last' for the newest.", Arity = ArgumentArity.ZeroOrOne };
        run.Validators.Add(Usage.NoOption);
        var options = new TraceOptions(terminal);
        var command = new Command("trace", "Show what happened in a run and why, step by step.") { run };
        options.AddTo(command);
        command.Subcommands.Add(TraceSearchCommand.Create(terminal));
        command.Subcommands.Add(TraceVerifyCommand.Create(terminal));
        command.Validators.Add(result =>
        {
            if (result.GetValue(run) is null && !result.Children.OfType<System.CommandLine.Parsing.CommandResult>().Any())
            {
                result.AddError("Which run? Give its id, or 'last' for the newest; 'holdfast trace search' finds runs.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await options.OpenAsync(parsed, cancellationToken);
            var trace = await source.ReadAsync(await IdOfAsync(source, parsed.GetValue(run)!, cancellationToken), cancellationToken);
            if (parsed.GetValue(options.Json))
            {
                await terminal.Output.WriteLineAsync(TraceJson.Of(trace));
            }
            else
            {
                TraceTree.Write(trace, terminal);
            }

            return 0;
        });
        return command;
    }

    private static async Task<string> IdOfAsync(ITraceSource source, string run, CancellationToken cancellationToken) => run != "last" ? run
        : (await source.SearchAsync(new TraceQuery { Limit = 1 }, cancellationToken)) is [var newest, ..] ? newest.Trace
        : throw new HoldfastException("unknown-run", "There is no run yet.");
}
