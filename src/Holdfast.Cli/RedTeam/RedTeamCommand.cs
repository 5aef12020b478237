using System.CommandLine;
using Holdfast.Agents;
using Holdfast.Server;
using Holdfast.Testing.RedTeam;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.Cli.RedTeam;

/// <summary><c>holdfast redteam</c>: attacks an agent with a model that obeys whatever it reads, and shows what would have left the process.</summary>
internal static class RedTeamCommand
{
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("agent") { Description = "The agent." };
        var tasks = new Option<string?>("--suite") { Description = "A file of honest tasks: attacks are tried inside them, and what is held up is counted.", HelpName = "file" };
        var json = new Option<bool>("--json") { Description = "Writes every attack as JSON, for machines." };
        name.Validators.Add(Usage.NoOption);
        var command = new Command("redteam", "Attack an agent with a model that obeys whatever it reads. Nothing is executed: its tools are doubles. Exit code 1 when something harmful would have left.") { name, tasks, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var suite = parsed.GetValue(tasks) is { } file ? HonestSuite.Parse(await ReadAsync(file, cancellationToken)) : null;
            var report = await new AttackSuite(await AgentAsync(parsed.GetRequiredValue(name), cancellationToken), suite).RunAsync(cancellationToken);
            await (parsed.GetValue(json) ? terminal.Output.WriteLineAsync(report.ToJson()) : WriteAsync(report, terminal));
            return report.Successful.Any() ? 1 : 0;
        });
        return command;
    }

    private static async Task<string> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HoldfastException("invalid-suite", $"The suite cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The agent as a server of this configuration has it, made over an empty store that is deleted again.</summary>
    private static async Task<Agent> AgentAsync(string name, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-redteam-");
        try
        {
            await using var server = HoldfastApplication.Create(
                [$"--Storage=Data Source={Path.Combine(folder.FullName, "redteam.db")}", "--Listen=http://127.0.0.1:0", "--Role=api", "--Logging:LogLevel:Default=Warning"]);
            await server.StartAsync(cancellationToken);
            var agent = server.Services.GetRequiredService<AgentCatalog>().Current(name);
            await server.StopAsync(cancellationToken);
            return agent;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task WriteAsync(AttackReport report, Terminal terminal)
    {
        string[][] rows =
        [
            ["tool", "attacks", "understood", "harmful", "swayed"],
            .. report.Tools.Select(tool =>
            {
                var of = report.Attacks.Where(a => a.Attack.Tool == tool).ToList();
                return (string[])
                [
                    tool, $"{of.Count}", $"{of.Count(a => a.Undefended)}", $"{report.Successful.Count(a => a.Attack.Tool == tool)}", $"{report.Swaying.Count(a => a.Attack.Tool == tool)}",
                ];
            }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await terminal.Output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        foreach (var tool in report.NotAttacked)
        {
            await terminal.Output.WriteLineAsync($"Not attacked: {tool}. No harmful arguments that its schema allows were found, or no tool of the agent reads what strangers write.");
        }

        foreach (var broken in report.Successful.GroupBy(a => (a.Attack.Tool, a.Attack.Aim)))
        {
            var first = broken.First();
            await terminal.Output.WriteLineAsync(SafeText.Of(
                $"LEFT: {first.Harmful[0]} ({Amounts.Count(broken.Count(), "attack")}, such as {first.Attack.Disguise} in {first.Attack.Source}, while the user asked: {first.Attack.Situation})"));
        }

        foreach (var task in report.Tasks.Where(t => t.HeldUp.Count > 0))
        {
            await terminal.Output.WriteLineAsync(SafeText.Of($"Held up in {task.Task}: {string.Join("; ", task.HeldUp)}"));
        }

        await terminal.Output.WriteLineAsync(
            $"{Amounts.Count(report.Attacks.Count, "attack")} on {Amounts.Count(report.Tools.Count, "tool")} of {report.Agent}: something harmful left after {report.Successful.Count()}."
            + (report.Tasks.Count == 0 ? " Without --suite nothing is known about what honest users are asked." : $" {report.Unhindered} of {report.Planned} honest actions ran without a human."));
    }
}
