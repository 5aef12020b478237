using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Server.Auth;
using Holdfast.Server.Configuration;

namespace Holdfast.Server.Hosting;

/// <summary>Starts the runtime with its agents, before the server listens; at the end, hands over what still runs.</summary>
internal sealed class RuntimeService(
    IServiceProvider services, IEnumerable<AgentRegistration> registrations, AgentCatalog agents, AgentRuntime runtime, ApiKeys keys, HoldfastServerOptions options) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await runtime.Store.InitializeAsync(cancellationToken);
        OptionsCheck.DemandKey(options, await keys.AnyAsync(cancellationToken));
        foreach (var registration in registrations)
        {
            agents.Add(await registration.Create(services, cancellationToken));
        }

        await runtime.StartAsync(cancellationToken);
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await runtime.DisposeAsync();
}
