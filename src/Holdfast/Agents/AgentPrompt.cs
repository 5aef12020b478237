using System.Runtime.CompilerServices;
using System.Text;
using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Agents;

/// <summary>The part of every prompt that is the same for an agent version: one message instance, serialised once by each client.</summary>
internal sealed class AgentPrompt
{
    private static readonly ConditionalWeakTable<Agent, AgentPrompt> Prompts = [];

    private AgentPrompt(Agent agent)
    {
        System = new ChatMessage(ChatRole.System, agent.Instructions.Length == 0 ? agent.Description : agent.Instructions);
        Properties = new()
        {
            [ModelCallProperties.Purpose] = null,
            [ModelCallProperties.Now] = null,
            [ModelCallProperties.TimeZone] = agent.TimeZone.Id,
            [ModelCallProperties.AgentDescription] = agent.Description,
            [ModelCallProperties.Fallback] = agent.Fallback,
            [ModelCallProperties.TraceParent] = null,
        };
        Bytes = Encoding.UTF8.GetByteCount(System.Text) + 64
            + agent.Tools.All.Sum(t => 64 + Encoding.UTF8.GetByteCount(t.Name) + Encoding.UTF8.GetByteCount(t.Description) + Encoding.UTF8.GetByteCount(t.Parameters.GetRawText()));
    }

    /// <summary>The instructions.</summary>
    public ChatMessage System { get; }

    /// <summary>What a model in process may know of the agent, with room for what differs from call to call. To be copied.</summary>
    public AdditionalPropertiesDictionary Properties { get; }

    /// <summary>The size of instructions and tools in UTF-8 bytes.</summary>
    public int Bytes { get; }

    public static AgentPrompt Of(Agent agent) => Prompts.GetValue(agent, static a => new AgentPrompt(a));
}
