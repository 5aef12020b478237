using System.CommandLine;
using Holdfast.Runs;
using Holdfast.Server;
using Holdfast.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Holdfast.Cli.Serve;

/// <summary><c>holdfast serve</c>: runs the server.</summary>
internal static class ServeCommand
{
    public static Command Create(Terminal terminal)
    {
        var urls = new Option<string?>("--urls") { Description = "Where it listens, several separated by ';'. Default: http://127.0.0.1:5080.", HelpName = "urls" };
        var storage = new Option<string?>("--storage") { Description = "Where it keeps everything: 'Data Source=…' for SQLite, or a PostgreSQL URL.", HelpName = "store" };
        var role = new Option<string?>("--role") { Description = "What this process does." };
        role.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "all", "api", "worker");
        var command = new Command("serve", "Run the server. More settings: appsettings.json and HOLDFAST__ variables.") { urls, storage, role };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] settings = [.. Setting("Listen", parsed.GetValue(urls)), .. Setting("Storage", parsed.GetValue(storage)), .. Setting("Role", parsed.GetValue(role))];
            await using var server = HoldfastApplication.Create(settings);
            await StartAsync(server, cancellationToken);
            var needsKey = await server.Services.GetRequiredService<IHoldfastStorage>().ApiKeys.AnyAsync(cancellationToken)
                || server.Services.GetRequiredService<HoldfastServerOptions>().ApiKeys.Count > 0;
            await terminal.Output.WriteLineAsync(Welcome(server, needsKey));
            await terminal.Output.FlushAsync(cancellationToken);
            await server.WaitForShutdownAsync(cancellationToken);
            return 0;
        });
        return command;
    }

    private static string[] Setting(string key, string? value) => value is null ? [] : [$"--{key}={value}"];

    private static async Task StartAsync(WebApplication server, CancellationToken cancellationToken)
    {
        try
        {
            await server.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new HoldfastException("port-taken", $"The server cannot listen: {e.Message} Choose another address with --urls, such as --urls http://127.0.0.1:0 for a free port.", e);
        }
    }

    private static string Welcome(WebApplication server, bool needsKey)
    {
        var address = server.Urls.First();
        var agent = server.Services.GetRequiredService<AgentRuntime>().Agents.All is [var first, ..] ? first.Name : "AGENT";
        var key = needsKey ? " -H \"Authorization: Bearer $HOLDFAST_KEY\"" : "";
        var elsewhere = address == "http://127.0.0.1:5080" ? "" : $" --server {address}";
        return $$"""

            Holdfast listens on {{string.Join(", ", server.Urls)}}. Try, in another terminal:

              ./holdfast chat {{agent}}{{elsewhere}}

            or by curl:

              S=$(curl -s{{key}} {{address}}/v1/agents/{{agent}}/sessions -H 'Content-Type: application/json' -d '{"user":"ann"}' | sed 's/.*"id": *"\([^"]*\)".*/\1/')
              curl -s{{key}} "{{address}}/v1/sessions/$S/messages?wait=30" -H 'Content-Type: application/json' -d '{"text":"What can you do?"}'

            What happened, step by step, and why:

              ./holdfast trace last{{elsewhere}}

            Ctrl-C stops it.
            """;
    }
}
