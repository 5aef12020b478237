namespace Holdfast.Server.Agents;

/// <summary>All agents of the server.</summary>
/// <param name="Agents">The agents, by name.</param>
internal sealed record AgentListView(IReadOnlyList<AgentView> Agents);
