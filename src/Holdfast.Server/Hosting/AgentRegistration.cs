using Holdfast.Agents;

namespace Holdfast.Server.Hosting;

/// <summary>An agent that is made when the server starts.</summary>
/// <param name="Create">Makes it.</param>
internal sealed record AgentRegistration(Func<IServiceProvider, CancellationToken, Task<Agent>> Create);
