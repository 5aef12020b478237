using System.Text.Json;
using Holdfast.Models;
using Holdfast.Providers.Offline.Dialogue;
using Holdfast.Providers.Offline.Schema;
using Holdfast.Providers.Offline.Slots;
using Holdfast.Tools;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline;

/// <summary>Chooses among the agents of a router by the best of what each can do: its description, or one of its tools, each a part of its line.</summary>
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

        var agents = described.GetString()!.Split('\n').Select(static line => line.Split(" | ").Select(static part => part.Split(": ", 2)).Where(static part => part.Length == 2)
            .Select(static part => new ToolModel(part[0], part[1], ToolEffect.Read, [])).ToList()).Where(static skills => skills.Count > 0).ToList();
        var said = messages.Select(EngineText.Spoken).LastOrDefault(static text => text is not null) ?? "";
        var scores = new ToolMatcher([.. agents.SelectMany(static skills => skills)]).Rank([.. ToolMatcher.Words(said)]).ToLookup(static r => r.Tool, static r => r.Score);
        var ranked = agents.Select(skills => (skills[0].Name, Score: skills.Max(skill => scores[skill].Max()))).OrderByDescending(static a => a.Score).ToList();
        var (best, score) = ranked.Count == 0 ? ("", 0) : ranked[0];
        var (name, confidence) = score <= 0 ? ("none", Confidence)
            : score >= ToolMatcher.Threshold / 2 && (ranked.Count == 1 || score >= Lead * ranked[1].Score) ? (best, Confidence)
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
