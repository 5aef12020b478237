using Holdfast.Agents;

namespace Holdfast.Server.OpenAi;

/// <summary>An agent as a model.</summary>
/// <param name="Id">The agent's name.</param>
/// <param name="Object"><c>model</c>.</param>
/// <param name="Created">0: an agent has no date.</param>
/// <param name="OwnedBy"><c>holdfast</c>.</param>
internal sealed record ModelView(string Id, string Object, long Created, string OwnedBy)
{
    public static ModelView Of(Agent agent) => new(agent.Name, "model", 0, "holdfast");
}
