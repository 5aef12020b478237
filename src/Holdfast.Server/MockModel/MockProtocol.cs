namespace Holdfast.Server.MockModel;

/// <summary>The wire protocol of a request to the mock model.</summary>
public enum MockProtocol
{
    /// <summary>OpenAI chat completions, <c>POST /v1/chat/completions</c>.</summary>
    OpenAIChat,

    /// <summary>OpenAI responses, <c>POST /v1/responses</c>.</summary>
    OpenAIResponses,

    /// <summary>Anthropic messages, <c>POST /v1/messages</c>.</summary>
    AnthropicMessages,
}
