using Holdfast.Agents;
using Holdfast.Server.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds agents to a server.</summary>
public static class HoldfastServiceExtensions
{
    /// <summary>Adds an agent.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="agent">The agent.</param>
    public static IServiceCollection AddAgent(this IServiceCollection services, Agent agent)
    {
        ArgumentNullException.ThrowIfNull(agent);
        return services.AddAgent((_, _) => Task.FromResult(agent));
    }

    /// <summary>Adds an agent whose tools need services.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="create">Makes the agent, once, when the server starts.</param>
    public static IServiceCollection AddAgent(this IServiceCollection services, Func<IServiceProvider, Agent> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        return services.AddAgent((provider, _) => Task.FromResult(create(provider)));
    }

    /// <summary>Adds an agent whose making takes time, such as one that reads its instructions from the store.</summary>
    /// <param name="services">The services of the server.</param>
    /// <param name="create">Makes the agent, once, when the server starts; the store is ready then.</param>
    public static IServiceCollection AddAgent(this IServiceCollection services, Func<IServiceProvider, CancellationToken, Task<Agent>> create)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(create);
        return services.AddSingleton(new AgentRegistration(create));
    }
}
