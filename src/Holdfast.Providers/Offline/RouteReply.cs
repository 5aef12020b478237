using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>Chooses among the agents of a router by the words that stand in their descriptions, as among tools.</summary>
internal static class RouteReply
{
    /// <summary>What the choice is worth: enough to act on, never more than a trained classifier's.</summary>
    private const double Confidence = 0.75;

    private const double Lead = 1.15;

    public static string Write(IReadOnlyList<ChatMessage> messages, ChatOptions? options)
    {
        if (options?.ResponseFormat is not ChatResponseFormatJson { Schema: { } schema } || !schema.TryGetProperty("properties", out var properties)
            || !properties.TryGetProperty("agent", out var agent) || !agent.TryGetProperty("description", out var described))
        {
            throw new ModelException(ErrorCategory.BadRequest, "The offline model can choose only among agents that the response format lists and describes.");
        }

        var agents = described.GetString()!.Split('\n').Select(static line => line.Split(": ", 2)).Where(static parts => parts.Length == 2)
            .Select(static parts => new ToolModel(parts[0], parts[1], ToolEffect.Read, [])).ToList();
        var said = messages.Select(EngineText.Spoken).LastOrDefault(static text => text is not null) ?? "";
        var ranked = new ToolMatcher(agents).Rank([.. ToolMatcher.Words(said)]);
        var (best, score) = ranked.Count == 0 ? (null, 0) : ranked[0];
        var (name, confidence) = best is null || score <= 0 ? ("none", Confidence)
            : score >= ToolMatcher.Threshold / 2 && (ranked.Count == 1 || score >= Lead * ranked[1].Score) ? (best.Name, Confidence)
            : ("unclear", 0);
        return JsonReading.Write(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("agent", name);
            writer.WriteNumber("confidence", confidence);
            writer.WriteEndObject();
        });
    }
}
