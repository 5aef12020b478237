using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Server.Auth;
using Holdfast.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Holdfast.Server.Hosting;

/// <summary>Says once, when the server listens, where, with what, and what to try.</summary>
internal sealed class StartReport(
    IServer server, ApiKeys keys, AgentCatalog agents, ModelCatalog models, IHoldfastStorage store, HoldfastServerOptions options, IHostApplicationLifetime lifetime,
    ILogger<StartReport> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Write);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Write()
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        var first = addresses.FirstOrDefault() ?? "";
        var name = agents.All.Count == 0 ? "<agent>" : agents.All[0].Name;
        foreach (var endpoint in Enum.GetValues<Tier>().SelectMany(models.Chain).Distinct().Where(endpoint => ReferenceEquals(endpoint.Price, Holdfast.Cost.ModelPrice.Free) && !endpoint.Provider.IsLocal))
        {
            logger.PriceMissing(endpoint.Name);
        }

        logger.Listening(
            string.Join(", ", addresses),
            keys.Any ? "" : " (this machine only: there is no API key)",
            store.Engine,
            store.Durability.ToString().ToLowerInvariant(),
            string.Join(", ", agents.All.Select(agent => agent.Name)),
            string.Join(", then ", models.Chain(Tier.Standard).Select(endpoint => endpoint.Name)),
            options.Role == ServerRole.Worker ? "nothing, this process only runs agents" : $"curl -X POST {first}/v1/agents/{name}/sessions");
    }
}
