using Holdfast.Models;
using Microsoft.Extensions.AI;

namespace Holdfast.Providers.Offline.Dialogue;

/// <summary>Knows the messages that the run engine adds in the user's role: what to do in this call. They are not the user's words.</summary>
internal static class EngineText
{
    private static readonly string[] Marks =
    [
        "Current step", "Decide what to do about", "All steps are finished", "You have to stop now", "[What happened before", "The plan failed", "Make a new plan", "A step failed",
    ];

    /// <summary>The user's own words in a message, or null when it has none: what the engine added is left out.</summary>
    public static string? Spoken(ChatMessage message)
    {
        if (message.Role != ChatRole.User)
        {
            return null;
        }

        if (message.Contents.Count > 0 && message.Contents.All(IsContext))
        {
            return null;
        }

        var said = string.Concat(message.Contents.OfType<TextContent>().Where(content => !IsContext(content)).Select(content => content.Text));
        return IsInstruction(said) ? null : said;
    }

    public static bool IsInstruction(string text)
    {
        var start = text.AsSpan().TrimStart();
        foreach (var mark in Marks)
        {
            if (start.StartsWith(mark, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsContext(AIContent content) =>
        content.AdditionalProperties is { } properties && properties.TryGetValue(ModelCallProperties.Context, out var mark) && mark is true;
}
