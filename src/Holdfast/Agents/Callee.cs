using System.Diagnostics;
using System.Text.Json;
using Holdfast.Tools;

namespace Holdfast.Agents;

/// <summary>An agent that another one may call, and the tool by which its model does so.</summary>
/// <param name="Agent">The agent that is called.</param>
/// <param name="Share">The part of what is left of the caller's ceilings that one call may use, above 0, at most 1.</param>
internal sealed record Callee(Agent Agent, double Share)
{
    public const string Task = "task";

    private static readonly JsonElement Parameters = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "task": { "type": "string", "minLength": 1, "maxLength": 20000, "description": "What it is to do, with everything that it needs to know: it sees nothing of this conversation." }
          },
          "required": ["task"], "additionalProperties": false
        }
        """);

    /// <summary>How many calls lie below each other at most, from this one down.</summary>
    public int Height => 1 + Agent.Height;

    /// <summary>The tool. What it changes is decided call by call where it is changed: by the policy of the agent that is called.</summary>
    public Tool Tool { get; } = new(
        Agent.Name.Replace('-', '_'),
        $"Gives a task to the agent '{Agent.Name}' and returns its answer. {Agent.Description}",
        Parameters,
        new ToolAttribute { Effect = ToolEffect.Read, Reach = ToolReach.Inside, Content = [Task] },
        static (_, _, _) => throw new UnreachableException("Agents are called by the engine."));
}
