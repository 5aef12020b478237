using Holdfast.Agents;
using Holdfast.Agents.Support;
using Holdfast.Knowledge;
using Holdfast.Storage;

namespace Holdfast.Server.Support;

/// <summary>The support agent over the configured storage: its tables, its pages and its routing.</summary>
internal sealed class SupportHost(IHoldfastStorage storage, KnowledgeBases bases, HoldfastServerOptions server, TimeProvider time, IdSource ids) : IDisposable
{
    private SupportStore? store;

    /// <summary>Its tables, once the agent was made.</summary>
    public SupportStore Store => store ?? throw new InvalidOperationException("The agent was not made yet.");

    /// <summary>Makes the agent; its tables are created and, where asked for, filled with the demo shop.</summary>
    public async Task<Agent> CreateAgentAsync(CancellationToken cancellationToken)
    {
        store = new SupportStore(storage.AgentData, storage.Engine, ids);
        await store.EnsureCreatedAsync(cancellationToken);
        if (server.SupportDemoData)
        {
            await SupportSeed.ApplyAsync(store, time, cancellationToken);
            await SupportKnowledge.ApplyAsync(bases, cancellationToken: cancellationToken);
        }

        return SupportAgent.Create(store, server.Support!, bases, SupportRouting.Train(cancellationToken), await store.ReadProductNamesAsync(cancellationToken));
    }

    public void Dispose() => store?.Dispose();
}
