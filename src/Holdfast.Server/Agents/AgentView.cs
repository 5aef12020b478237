using Holdfast.Agents;

namespace Holdfast.Server.Agents;

/// <summary>An agent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Version">Its current version.</param>
/// <param name="TimeZone">The time zone in which it speaks of times.</param>
/// <param name="SessionSeconds">How long a session lives without a message.</param>
/// <param name="Tools">What it can do.</param>
/// <param name="Specialists">Of a router: between whom it chooses; else null.</param>
internal sealed record AgentView(
    string Name, string Description, string Version, string TimeZone, double SessionSeconds, IReadOnlyList<ToolView> Tools, IReadOnlyList<SpecialistView>? Specialists)
{
    public static AgentView Of(Agent agent) => new(
        agent.Name,
        agent.Description,
        agent.Version,
        agent.TimeZone.Id,
        agent.SessionLifetime.TotalSeconds,
        [.. agent.Tools.All.Select(ToolView.Of)],
        agent.Specialists.Count == 0 ? null : [.. agent.Specialists.Select(static s => new SpecialistView(s.Name, s.Description, s.Version))]);
}
