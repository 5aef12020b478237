using Holdfast.Agents;
using Holdfast.Agents.Scheduling;
using Holdfast.Agents.Scheduling.Confirmations;
using Holdfast.Storage;

namespace Holdfast.Server.Scheduling;

/// <summary>The scheduling agent over the configured storage: its tables, its tools and the delivery of its confirmations.</summary>
internal sealed class SchedulingHost(IHoldfastStorage storage, HoldfastServerOptions server, TimeProvider time, IdSource ids) : BackgroundService
{
    private readonly TaskCompletionSource<ConfirmationDelivery> ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SchedulingStore? store;

    /// <summary>Its tables, once the agent was made.</summary>
    public SchedulingStore Store => store ?? throw new InvalidOperationException("The agent was not made yet.");

    /// <summary>Makes the agent; its tables are created and, where asked for, filled with the demo business.</summary>
    public async Task<Agent> CreateAgentAsync(CancellationToken cancellationToken)
    {
        var options = server.Scheduling!;
        store = new SchedulingStore(storage.AgentData, storage.Engine, ids);
        await store.EnsureCreatedAsync(cancellationToken);
        if (server.SchedulingDemoData)
        {
            await SchedulingSeed.ApplyAsync(store, time, cancellationToken);
        }

        var delivery = new ConfirmationDelivery(store, options, time);
        ready.TrySetResult(delivery);
        return SchedulingAgent.Create(store, options, await store.ReadCatalogueAsync(cancellationToken), delivery);
    }

    public override void Dispose()
    {
        base.Dispose();
        store?.Dispose();
    }

    /// <summary>Delivers confirmations, in processes that run agents.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (server.Role != ServerRole.Api)
        {
            var delivery = await ready.Task.WaitAsync(stoppingToken);
            await delivery.RunAsync(stoppingToken);
        }
    }
}
