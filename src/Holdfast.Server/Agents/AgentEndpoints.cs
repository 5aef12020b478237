using Holdfast.Agents;
using Holdfast.Server.Auth;
using Holdfast.Server.Problems;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Agents;

/// <summary>Which agents there are.</summary>
internal static class AgentEndpoints
{
    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/agents", (AgentCatalog agents) => Answer.Json(new AgentListView([.. agents.All.Select(AgentView.Of)]), ServerJson.Wire.AgentListView))
            .Needs(Scopes.Invoke).WithTags("Agents").WithName("ListAgents").WithSummary("The agents, with their tools").Produces<AgentListView>().Refuses();
        routes.MapGet("/v1/agents/{agent}", (string agent, AgentCatalog agents) => Answer.Json(AgentView.Of(agents.Current(agent)), ServerJson.Wire.AgentView))
            .Needs(Scopes.Invoke).WithTags("Agents").WithName("ReadAgent").WithSummary("One agent, with its tools").Produces<AgentView>().Refuses(404);
    }
}
