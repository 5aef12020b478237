using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Testing;

namespace Holdfast.Tests.Runs;

/// <summary>A runtime in memory around one agent.</summary>
public sealed class RuntimeFixture : IAsyncDisposable
{
    private RuntimeFixture(AgentRuntime runtime, InMemoryStore store)
    {
        Runtime = runtime;
        Store = store;
    }

    public AgentRuntime Runtime { get; }

    public InMemoryStore Store { get; }

    public static Task<RuntimeFixture> StartAsync(Agent agent, ScriptedModel model, AgentRuntimeOptions? options = null, InMemoryStore? store = null, TimeProvider? time = null) =>
        StartAsync(agent, model.AsCatalog(time: time), options, store, time);

    public static async Task<RuntimeFixture> StartAsync(
        Agent agent, ModelCatalog models, AgentRuntimeOptions? options = null, InMemoryStore? store = null, TimeProvider? time = null)
    {
        store ??= new InMemoryStore();
        var runtime = new AgentRuntime(new AgentCatalog([agent]), models, store, options, IdSource.Seeded(1), time);
        await runtime.StartAsync(TestContext.Current.CancellationToken);
        return new RuntimeFixture(runtime, store);
    }

    public ValueTask DisposeAsync() => Runtime.DisposeAsync();
}
