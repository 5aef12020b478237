namespace Holdfast.Server.MockModel.Wire;

/// <summary>Why a request gets no answer; each protocol has its own body for it.</summary>
internal sealed record WireError(WireErrorKind Kind, int Status, string Message)
{
    public static WireError RateLimited { get; } =
        new(WireErrorKind.RateLimited, 429, "Rate limit reached for requests. Try again after the delay in the headers.");

    public static WireError ServerError { get; } = new(WireErrorKind.Server, 500, "The mock model had an internal error.");

    public static WireError Unavailable { get; } = new(WireErrorKind.Server, 503, "The mock model is unavailable. Try again later.");

    public static WireError Overloaded { get; } = new(WireErrorKind.Overloaded, 529, "Overloaded");

    public static WireError WrongKey { get; } = new(WireErrorKind.Auth, 401, "Incorrect API key provided.");

    public static WireError NotFound { get; } = new(
        WireErrorKind.NotFound, 404, "Unknown path. The mock model serves POST /v1/chat/completions, /v1/responses, /v1/messages, /v1/embeddings and GET /v1/models.");

    public static WireError Bad(string message) => new(WireErrorKind.BadRequest, 400, message);

    public static WireError Script(string message) => new(WireErrorKind.Server, 500, message);

    public static WireError ContextTooLong(MockProtocol protocol, int tokens, int limit) => new(WireErrorKind.ContextTooLong, 400, protocol switch
    {
        MockProtocol.OpenAIChat => $"This model's maximum context length is {limit} tokens. However, your messages resulted in {tokens} tokens.",
        MockProtocol.OpenAIResponses => "Your input exceeds the context window of this model.",
        _ => $"prompt is too long: {tokens} tokens > {limit} maximum",
    });

    /// <summary>The error that a fault stands for, or null when the fault is none of status.</summary>
    public static WireError? Of(MockFault fault, MockProtocol protocol, int tokens, int? limit) => fault switch
    {
        MockFault.RateLimited => RateLimited,
        MockFault.ServerError => ServerError,
        MockFault.Unavailable => Unavailable,
        MockFault.Overloaded => Overloaded,
        MockFault.ContextTooLong => ContextTooLong(protocol, Math.Max(tokens, (limit ?? 0) + 1), limit ?? Math.Max(1, tokens - 1)),
        _ => null,
    };
}
