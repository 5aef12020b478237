using System.Collections.Concurrent;
using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Cost;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Runs;
using Holdfast.Server.MockModel;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Faults;

/// <summary>A runtime whose models are mock servers that fail, over HTTP, through the clients that are used in production.</summary>
internal sealed class OrderWorld : IAsyncDisposable
{
    public const string Fallback = "Please call our office.";

    private OrderWorld(MockModelServer server, AgentRuntime runtime, IReadOnlyDictionary<string, int> placed)
    {
        Server = server;
        Runtime = runtime;
        Placed = placed;
    }

    public static ModelPrice Price { get; } = new(1, 4);

    public MockModelServer Server { get; }

    public AgentRuntime Runtime { get; }

    /// <summary>How often each order was placed.</summary>
    public IReadOnlyDictionary<string, int> Placed { get; }

    public static async Task<OrderWorld> StartAsync(
        ProviderKind kind, MockFaults faults, int seed, Func<AgentLimits, AgentLimits> limit, Func<ModelProviderOptions, ModelProviderOptions> configure)
    {
        var clock = new SimulatedClock();
        var server = await MockModelServer.StartAsync(new MockModelOptions
        {
            Script = OrderMind.Script,
            Faults = faults,
            Seed = seed,
            RetryAfter = TimeSpan.FromMilliseconds(20),
            SlowDelay = TimeSpan.FromMilliseconds(2),
            KeepRequests = true,
        });
        var provider = new ModelProvider("mock", configure(new ModelProviderOptions
        {
            RetryDelays = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(40)],
            AttemptTimeout = TimeSpan.FromSeconds(1),
        }), clock);
        var address = kind == ProviderKind.OpenAI ? new Uri(server.BaseUrl, "/v1") : server.BaseUrl;
        var client = ChatClients.Create(new ProviderOptions { Name = "mock", Kind = kind, BaseUrl = address, ApiKey = "no-secret" }, "mock-model");
        var placed = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var agent = Agent.Define("orders")
            .Instruct("You take orders.")
            .Use("find_customer", "Finds a customer.", ([Description("The mark")] string mark) => $"the customer of {mark}", ToolEffect.Read)
            .Use("place_order", "Places an order.", ([Description("The mark")] string mark) =>
            {
                placed.AddOrUpdate(mark, 1, (_, n) => n + 1);
                return OrderMind.OrderOf(mark);
            }, ToolEffect.Write)
            .Limit(limit)
            .FallBackTo(Fallback)
            .Build();
        var models = new ModelCatalog([new ModelEndpoint(provider, "mock-model", client, Price)]);
        var runtime = new AgentRuntime(new AgentCatalog([agent]), models, new InMemoryStore(), time: clock);
        await runtime.StartAsync();
        return new OrderWorld(server, runtime, placed);
    }

    /// <summary>Makes so many runs, so many at once; every other one is watched, so that its models stream.</summary>
    public async Task<List<(string Mark, RunResult Run)>> RunAsync(int runs, int atOnce, Func<int, string> userOf)
    {
        var results = new ConcurrentBag<(string, RunResult)>();
        await Parallel.ForAsync(0, runs, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (number, token) =>
        {
            var mark = OrderMind.MarkOf(number);
            var session = await Runtime.OpenSessionAsync("orders", new Principal("default", userOf(number), []), cancellationToken: token);
            var accepted = await Runtime.SendAsync(session.Id, $"Place the order {mark}", cancellationToken: token);
            if (number % 2 == 0)
            {
                await foreach (var _ in Runtime.FollowAsync(accepted.Run, cancellationToken: token))
                {
                    // Being watched is all that is wanted.
                }
            }

            results.Add((mark, await Runtime.WaitAsync(accepted.Run, TimeSpan.FromSeconds(60), cancellationToken: token)));
        });
        return [.. results];
    }

    public async ValueTask DisposeAsync()
    {
        await Runtime.DisposeAsync();
        await Server.DisposeAsync();
    }
}
