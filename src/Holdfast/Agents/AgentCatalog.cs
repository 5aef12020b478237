using System.Collections.Concurrent;
using Holdfast.Runs.Patterns;

namespace Holdfast.Agents;

/// <summary>The agents of this process, by name and version.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public sealed class AgentCatalog
{
    private readonly ConcurrentDictionary<string, Agent> current = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Name, string Version), Agent> versions = new();
    private readonly ConcurrentDictionary<string, Agent> called = new(StringComparer.Ordinal);

    /// <summary>Creates a catalog.</summary>
    public AgentCatalog(IEnumerable<Agent> agents)
    {
        var batches = BatchPattern.CreateAgent();
        called[batches.Name] = batches;
        AddVersion(batches);
        foreach (var agent in agents)
        {
            Add(agent);
        }
    }

    /// <summary>All agents in their current versions, by name.</summary>
    public IReadOnlyList<Agent> All => [.. current.Values.OrderBy(a => a.Name, StringComparer.Ordinal)];

    /// <summary>Adds an agent; the last version added under a name is the current one. The agents that it calls can be run by it, and by nobody else unless they are added, too.</summary>
    /// <exception cref="HoldfastException"><c>invalid-agent</c>: its name is the one of the agent that works on batches.</exception>
    public void Add(Agent agent)
    {
        if (agent.Name == BatchPattern.AgentName)
        {
            throw new HoldfastException("invalid-agent", $"Agent '{agent.Name}': the name is taken by the agent that works on batches. Give it another one.");
        }

        current[agent.Name] = agent;
        AddVersion(agent);
    }

    /// <summary>Returns the current version of an agent.</summary>
    /// <exception cref="HoldfastException"><c>unknown-agent</c>.</exception>
    public Agent Current(string name) => current.TryGetValue(name, out var agent)
        ? agent
        : throw new HoldfastException("unknown-agent", $"There is no agent named '{Shorten(name)}'. The agents are: {string.Join(", ", All.Select(a => a.Name))}.");

    /// <summary>Returns the version that a session is pinned to, or the current one where this process no longer has that version.</summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="version">The version.</param>
    /// <returns>The agent, or null when this process does not have it at all: another worker may.</returns>
    public Agent? Pinned(string name, string version) =>
        versions.TryGetValue((name, version), out var agent) ? agent : current.GetValueOrDefault(name) ?? called.GetValueOrDefault(name);

    /// <summary>The agent that works on batches, which every process has.</summary>
    internal Agent ForBatches => called[BatchPattern.AgentName];

    private void AddVersion(Agent agent)
    {
        versions[(agent.Name, agent.Version)] = agent;
        foreach (var callee in agent.Callees.Values)
        {
            called[callee.Agent.Name] = callee.Agent;
            AddVersion(callee.Agent);
        }
    }

    private static string Shorten(string name) => name.Length <= 64 ? name : name[..64] + "…";
}
