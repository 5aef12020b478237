using System.Text.Json;
using System.Text.Json.Nodes;
using Holdfast.Safety.Labels;
using Holdfast.Tools;

namespace Holdfast.Agents;

/// <summary>The tool with which a specialist hands the conversation to another one. What it does is done by the engine: the other one acts from then on.</summary>
internal static class HandOverTool
{
    public const string Name = "hand_over";

    public const string Target = "target";

    public const string Reason = "reason";

    public static Tool Create(IEnumerable<Agent> others)
    {
        var choices = others.ToList();
        var parameters = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                [Target] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. choices.Select(static c => (JsonNode?)JsonValue.Create(c.Name))]), ["description"] = "Who goes on." },
                [Reason] = new JsonObject { ["type"] = "string", ["maxLength"] = 500, ["description"] = "Why, in one sentence." },
            },
            ["required"] = new JsonArray(Target, Reason),
            ["additionalProperties"] = false,
        };
        return new Tool(
            Name,
            "Hands the conversation to a colleague, who goes on at once and knows what was said. Use it when the user wants what you cannot do and a colleague can: "
                + string.Join("; ", choices.Select(static c => $"{c.Name}: {c.Description}")),
            JsonElement.Parse(parameters.ToJsonString()),
            new ToolAttribute { Effect = ToolEffect.Read, Returns = Integrity.Trusted, Audience = Audience.Anyone, Reach = ToolReach.Inside, Content = [Reason] },
            static (arguments, _, _) => new($"Handed over to {arguments.GetProperty(Target).GetString()}."));
    }
}
