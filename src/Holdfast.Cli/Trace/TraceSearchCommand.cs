using System.CommandLine;

namespace Holdfast.Cli.Trace;

/// <summary><c>holdfast trace search</c>: finds runs.</summary>
internal static class TraceSearchCommand
{
    public static Command Create(Terminal terminal)
    {
        var user = new Option<string?>("--user") { Description = "Of this user." };
        var agent = new Option<string?>("--agent") { Description = "Of this agent." };
        var session = new Option<string?>("--session") { Description = "Of this session.", HelpName = "id" };
        var text = new Option<string?>("--text") { Description = "With all these words in input or answer.", HelpName = "words" };
        var tool = new Option<string?>("--tool") { Description = "That called this tool.", HelpName = "name" };
        var error = new Option<string?>("--error") { Description = "With all these words in the error.", HelpName = "words" };
        var reason = new Option<string?>("--reason") { Description = "That ended for this reason, such as needs-input." };
        var limit = new Option<int>("--limit") { Description = "How many at most.", DefaultValueFactory = _ => 20 };
        reason.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, ReasonName.All);
        limit.Validators.Add(Usage.Between(1, 1000));
        session.Validators.Add(TraceVerifyCommand.IsId);
        var options = new TraceOptions(terminal);
        var command = new Command("search", "Find runs, newest first.") { user, agent, session, text, tool, error, reason, limit };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var source = await options.OpenAsync(parsed, cancellationToken);
            var runs = await source.SearchAsync(
                new TraceQuery
                {
                    User = parsed.GetValue(user),
                    Agent = parsed.GetValue(agent),
                    Session = parsed.GetValue(session),
                    Text = parsed.GetValue(text),
                    Tool = parsed.GetValue(tool),
                    Error = parsed.GetValue(error),
                    Reason = ReasonName.Parse(parsed.GetValue(reason)),
                    Limit = parsed.GetValue(limit),
                },
                cancellationToken);
            if (parsed.GetValue(options.Json))
            {
                await terminal.Output.WriteLineAsync(TraceJson.Of(runs));
            }
            else
            {
                await WriteAsync(runs, terminal);
            }

            return 0;
        });
        return command;
    }

    private static async Task WriteAsync(IReadOnlyList<RunSummary> runs, Terminal terminal)
    {
        if (runs.Count == 0)
        {
            await terminal.Output.WriteLineAsync("No run matches.");
            return;
        }

        string[][] rows =
        [
            ["run", "accepted", "agent", "user", "ended", "steps", "tokens", "cost", "error"],
            .. runs.Select(run => (string[])
            [
                run.Run, run.AcceptedAt?.ToString("yyyy-MM-dd HH:mm:ss") ?? "", run.Agent, run.User ?? "", run.Reason ?? run.Status, run.Steps.ToString(),
                (run.InputTokens + run.OutputTokens).ToString(), Amounts.Money(run.Cost), run.Error ?? "",
            ]),
        ];
        var cells = rows.Select(row => row.Select(cell => SafeText.Line(cell, 80)).ToArray()).ToArray();
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        foreach (var (row, index) in cells.Select((row, index) => (row, index)))
        {
            var line = string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();
            await terminal.Output.WriteLineAsync(index == 0 ? terminal.Bold(line) : line);
        }
    }
}
