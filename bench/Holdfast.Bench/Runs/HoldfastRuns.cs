using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Providers;
using Holdfast.Runs;
using Holdfast.Storage;
using Holdfast.Testing;

namespace Holdfast.Bench.Runs;

/// <summary>Runs through the whole of Holdfast: runtime, gateway, provider client, tools, journal.</summary>
internal sealed class HoldfastRuns : Contestant
{
    private const string Question = "I'd like a haircut on Monday morning, please. My name is Ada Lovelace.";

    private readonly IJournalStore store;
    private readonly AgentRuntime runtime;
    private readonly Database? database;

    private HoldfastRuns(string name, IJournalStore store, AgentRuntime runtime, Database? database)
        : base(name)
    {
        this.store = store;
        this.runtime = runtime;
        this.database = database;
    }

    public static async Task<HoldfastRuns> StartAsync(string name, Uri model, bool write, Database? database, HttpClient? http = null)
    {
        IJournalStore journal = database is null ? new InMemoryStore() : HoldfastStorage.Open(database.ConnectionString);
        var provider = new ModelProvider("bench", new ModelProviderOptions { MaxConcurrency = 1024 });
        var client = ChatClients.Create(new ProviderOptions { Name = "bench", BaseUrl = model, ApiKey = "none-needed" }, "bench", http);
        var agents = new AgentRuntime(new AgentCatalog([AgentOf(write)]), new ModelCatalog([new ModelEndpoint(provider, "bench", client)]), journal);
        await agents.StartAsync();
        return new HoldfastRuns(name, journal, agents, database);
    }

    public static Agent AgentOf(bool write)
    {
        var builder = Agent.Define("bench").Describe("Books appointments at a hair studio.").Instruct(
            "You book appointments for the clients of a hair studio. Find the client first, then look for free times, hold the one that was chosen and book it. "
            + "Never promise a time that a tool did not show. Answer in one or two sentences, and name the appointment's number.");
        foreach (var tool in BenchTools.Make(write))
        {
            builder.Use(tool);
        }

        return builder.Build();
    }

    public override async Task RunAsync()
    {
        var run = await runtime.RunAsync("bench", Question);
        if (run.Reason != TerminationReason.Completed || run.Steps < 9)
        {
            throw new InvalidOperationException($"A run ended with {run.Reason} after {run.Steps} steps: {run.Error}");
        }
    }

    public override Task<long> StoredBytesAsync() => database?.StoredBytesAsync() ?? Task.FromResult(0L);

    public override async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        if (store is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        if (database is not null)
        {
            await database.DisposeAsync();
        }
    }
}
