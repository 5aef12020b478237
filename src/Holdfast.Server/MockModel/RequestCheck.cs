namespace Holdfast.Server.MockModel;

/// <summary>What real providers refuse in a conversation, so that a client's mistake shows in a test and not in production.</summary>
internal static class RequestCheck
{
    /// <summary>Says what is wrong with a request, or null.</summary>
    public static string? Problem(MockRequest request)
    {
        if (request.Model.Length == 0)
        {
            return "'model' is missing: name a model, as a string.";
        }

        if (!request.Messages.Any(message => message.Role != "system"))
        {
            return "The conversation is empty: send at least one message that is not a system message.";
        }

        return request.MaxTokens <= 0 ? "The limit of output tokens must be at least 1." : Pairs(request.Messages);
    }

    private static string? Pairs(IReadOnlyList<MockMessage> messages)
    {
        var open = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < messages.Count; index++)
        {
            var message = messages[index];
            if (message.Role is not ("system" or "user" or "assistant" or "tool"))
            {
                return $"Message {index} has the role '{message.Role}'. Valid: system, developer, user, assistant, tool.";
            }

            if (message.Role == "tool" && !open.Remove(message.ToolCallId ?? ""))
            {
                return $"Message {index} is the result of tool call '{message.ToolCallId}', which the assistant message before it did not make.";
            }

            if (message.Role != "tool" && open.Count > 0)
            {
                return $"Tool call '{open.First()}' has no result before message {index}. Each call must be followed by its result.";
            }

            open.UnionWith(message.ToolCalls.Select(call => call.Id ?? ""));
        }

        return open.Count > 0 ? $"Tool call '{open.First()}' has no result. Each call must be followed by its result." : null;
    }
}
