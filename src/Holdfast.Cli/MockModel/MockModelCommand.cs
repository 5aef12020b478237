using System.CommandLine;
using Holdfast.Server.MockModel;

namespace Holdfast.Cli.MockModel;

/// <summary><c>holdfast mock-model</c>: a model provider for tests, scripted and faulty on demand.</summary>
internal static class MockModelCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "The port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => 5081 };
        var script = new Option<string?>("--script") { Description = "What it answers: a YAML or JSON file, see docs/mock-model.md. Default: it echoes.", HelpName = "file" };
        var seed = new Option<int>("--seed") { Description = "The seed of faults and ids.", DefaultValueFactory = _ => 1 };
        var faults = new Option<string?>("--faults") { Description = "How often it fails: 0.3 for all faults together, or each by name, as in hang=0.05,429=0.2.", HelpName = "rates" };
        var key = new Option<string?>("--key") { Description = "The only API key that it accepts. Default: any." };
        port.Validators.Add(Usage.Between(0, 65_535));
        var command = new Command("mock-model", "Serve a mock model: OpenAI chat completions and responses, Anthropic messages.") { port, script, seed, faults, key };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = new MockModelOptions
            {
                Port = parsed.GetValue(port),
                Seed = parsed.GetValue(seed),
                ApiKey = parsed.GetValue(key),
                Faults = parsed.GetValue(faults) is { } rates ? MockFaults.Parse(rates) : new MockFaults(),
                Script = parsed.GetValue(script) is { } file ? await MockScript.LoadAsync(file, cancellationToken) : new MockScript(),
            };
            await using var server = await StartAsync(options, cancellationToken);
            var address = server.BaseUrl.ToString().TrimEnd('/');
            await terminal.Output.WriteLineAsync($"""
                The mock model listens on {address}. Point a server at it:
                  OPENAI_BASE_URL={address}/v1 OPENAI_API_KEY={options.ApiKey ?? "any"} ./run
                  ANTHROPIC_BASE_URL={address} ANTHROPIC_API_KEY={options.ApiKey ?? "any"} ./run
                Ctrl-C stops it.
                """);
            await terminal.Output.FlushAsync(cancellationToken);
            await UntilCancelledAsync(cancellationToken);
            var totals = server.Totals;
            await terminal.Output.WriteLineAsync(
                $"Served {Amounts.Count(totals.Requests, "request")}: {Amounts.Count(totals.Answers, "answer")}, {totals.Faulty} with a fault, {totals.InputTokens} input and {totals.OutputTokens} output tokens.");
            return 0;
        });
        return command;
    }

    private static async Task<MockModelServer> StartAsync(MockModelOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await MockModelServer.StartAsync(options, cancellationToken);
        }
        catch (IOException e)
        {
            throw new HoldfastException("port-taken", $"Port {options.Port} cannot be used: {e.Message} Choose another with --port, or --port 0 for a free one.", e);
        }
    }

    private static async Task UntilCancelledAsync(CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource();
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
