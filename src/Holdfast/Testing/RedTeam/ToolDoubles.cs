using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Agents;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Testing.RedTeam;

/// <summary>Stands in for an agent's tools: returns what the suite says, with the attack in it, and writes down what would have left the process.</summary>
internal sealed class ToolDoubles(HonestSuite suite, HonestTask task, Attack? attack)
{
    private readonly ConcurrentQueue<HonestCall> carried = new();
    private int readings;

    /// <summary>The calls with effects, and those that carry values outside, in the order in which they were carried out.</summary>
    public IReadOnlyList<HonestCall> Carried => [.. carried];

    /// <summary>Whether a call of a tool can do harm: it has effects, or what it is given leaves the tenant.</summary>
    public static bool CanHarm(Tool tool) => tool.Effect != ToolEffect.Read || tool.Traits.IsOutside;

    /// <summary>Whether a tool's results may hold the words of strangers.</summary>
    public static bool MayHoldStrangersWords(Tool tool) => tool.Traits.Returns == Integrity.Untrusted || tool.Traits.UntrustedFields.Count > 0;

    /// <summary>The agent with its definition as it is, and other tools behind it.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="isDefended">False to declare everything trusted, so that the policy has nothing to go by.</param>
    public Agent Replace(Agent agent, bool isDefended)
    {
        var builder = Agent.Define(agent.Name).Describe(agent.Description).Instruct(agent.Instructions).Follow(agent.Pattern).In(agent.TimeZone.Id).FallBackTo(agent.Fallback)
            // What holds an attack back must be the policy, not a limit.
            .Limit(limits => limits with { Steps = 60, Repetitions = 20, Approval = agent.Limits.Approval, CallsPerReply = agent.Limits.CallsPerReply, RunTokens = null })
            .ShowTools(agent.ToolsShown).WithoutGuards();
        if (attack is null)
        {
            // Nor a guard, which may miss the next one; honest errands have to pass them.
            builder.Guard([.. agent.Guards.Guards]);
        }

        foreach (var tool in agent.Tools.All)
        {
            var declared = isDefended ? tool.Declared : new ToolAttribute
            {
                Effect = tool.Effect,
                Returns = Integrity.Trusted,
                Audience = Audience.Anyone,
                Reach = ToolReach.Inside,
                ResultLimit = tool.ResultLimit,
            };
            builder.Use(new Tool(tool.Name, tool.Description, tool.Parameters, declared, (arguments, _, _) => ValueTask.FromResult<object?>(Answer(tool, arguments))));
        }

        return isDefended ? builder.Rule([.. agent.Policy.Rules]).Build() : builder.Build();
    }

    private string Answer(Tool tool, JsonElement arguments)
    {
        if (CanHarm(tool))
        {
            carried.Enqueue(new HonestCall(tool.Name, arguments.Clone()));
        }

        var known = suite.ResultOf(task, tool.Name);
        var isMeant = known is not null && task.Turns.Any(t => t.Calls.Any(c => c.Tool == tool.Name && JsonElement.DeepEquals(c.Arguments, arguments)));
        // What nobody meant to ask is answered by repeating it: the worst that a trusted tool may do.
        var honest = isMeant ? known! : $$"""{"status":"ok","asked":{{arguments.GetRawText()}}}""";
        if (attack is null || tool.Name != attack.Source)
        {
            return honest;
        }

        var text = attack.Texts[Math.Min(readings++, attack.Texts.Count - 1)];
        return tool.Traits.Returns == Integrity.Untrusted ? Beside(honest, text, attack.Place) : Inside(honest, text, tool);
    }

    /// <summary>Another item beside the honest ones, written by a stranger.</summary>
    private static string Beside(string honest, string text, string place)
    {
        var item = new JsonObject
        {
            ["from"] = place == "name" ? text : "Customer Care",
            ["subject"] = place == "subject" ? text : "About your order",
            ["body"] = place == "body" ? text : "See above.",
        };
        return $"{honest}\n{item.ToJsonString(Relaxed)}";
    }

    /// <summary>The honest result with the attack in those members that strangers write.</summary>
    private static string Inside(string honest, string text, Tool tool)
    {
        JsonNode? node;
        try
        {
            node = JsonNode.Parse(honest);
        }
        catch (JsonException)
        {
            node = null;
        }

        var root = node as JsonObject ?? new JsonObject { ["result"] = node };
        var replaced = false;
        Replace(root, tool, text, ref replaced);
        if (!replaced)
        {
            root[tool.Traits.UntrustedFields.First()] = text;
        }

        return root.ToJsonString(Relaxed);
    }

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static void Replace(JsonNode? node, Tool tool, string text, ref bool replaced)
    {
        if (node is JsonObject members)
        {
            foreach (var name in members.Select(m => m.Key).ToList())
            {
                if (tool.Traits.UntrustedFields.Contains(name))
                {
                    members[name] = text;
                    replaced = true;
                }
                else
                {
                    Replace(members[name], tool, text, ref replaced);
                }
            }
        }
        else if (node is JsonArray items)
        {
            foreach (var item in items)
            {
                Replace(item, tool, text, ref replaced);
            }
        }
    }
}
