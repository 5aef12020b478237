using System.Globalization;
using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;
using Holdfast.Simulation.World;
using Holdfast.Storage;

namespace Holdfast.Simulation.Processes;

/// <summary>What a worker process does: it runs agents until its standard input ends, or until it is killed.</summary>
internal static class WorkerHost
{
    public const string Command = "worker";
    public const string Storage = "HOLDFAST_SIMULATION_STORAGE";
    public const string ModelAddress = "HOLDFAST_SIMULATION_MODEL";
    public const string Origin = "HOLDFAST_SIMULATION_ORIGIN";

    // Half of the bookings each, so that there is something to lose in whichever is killed.
    private static AgentRuntimeOptions Options => new()
    {
        LeaseDuration = TimeSpan.FromSeconds(2),
        PollInterval = TimeSpan.FromMilliseconds(200),
        MaxConcurrentRuns = 32,
    };

    public static async Task RunAsync()
    {
        var clock = new SimulatedClock(new DateTimeOffset(long.Parse(Read(Origin), CultureInfo.InvariantCulture), TimeSpan.Zero));
        await using var store = HoldfastStorage.Open(Read(Storage), new StorageOptions { AllowLessDurable = true });
        await store.InitializeAsync();
        var client = ChatClients.Create(new ProviderOptions { Name = "mock", BaseUrl = new Uri(Read(ModelAddress)) }, "mock-model");
        var models = new ModelCatalog([new ModelEndpoint(new ModelProvider("mock", time: clock), "mock-model", client)]);
        var agent = Business.Agent(store, Pattern.ReAct, new Life(), pause: TimeSpan.FromMilliseconds(150));
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), models, store, Options, time: clock);
        await runtime.StartAsync();
        await Console.Out.WriteLineAsync("ready");
        await Console.In.ReadToEndAsync();
    }

    private static string Read(string variable) => Environment.GetEnvironmentVariable(variable)
        ?? throw new InvalidOperationException($"{variable} is not set: a worker is started by a test only.");
}
