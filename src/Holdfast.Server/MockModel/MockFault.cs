namespace Holdfast.Server.MockModel;

/// <summary>What the mock model can do wrong. In files, options and headers a fault is named in kebab case, such as <c>rate-limited</c>.</summary>
public enum MockFault
{
    /// <summary>No fault: the reply is served as it is.</summary>
    None,

    /// <summary>429 with <c>Retry-After</c>. Also named <c>429</c>.</summary>
    RateLimited,

    /// <summary>500. Also named <c>500</c>.</summary>
    ServerError,

    /// <summary>503. Also named <c>503</c>.</summary>
    Unavailable,

    /// <summary>529, as Anthropic sends it when it is overloaded. Also named <c>529</c>.</summary>
    Overloaded,

    /// <summary>No response at all until the client leaves or <see cref="MockModelOptions.HangFor"/> is over; then the connection closes.</summary>
    Hang,

    /// <summary>The right answer, with <see cref="MockModelOptions.SlowDelay"/> before each piece.</summary>
    SlowStream,

    /// <summary>The connection closes in the middle of the answer, before its end mark.</summary>
    CutStream,

    /// <summary>The JSON is broken: of one event in a stream, else of the body. The transfer itself is complete.</summary>
    MalformedJson,

    /// <summary>A call of an offered tool whose arguments are garbled JSON or violate its schema.</summary>
    InvalidArguments,

    /// <summary>A call of a tool that was not offered.</summary>
    UnknownTool,

    /// <summary>The model refuses, in the way of the protocol: OpenAI's <c>refusal</c>, Anthropic's stop reason <c>refusal</c>.</summary>
    Refusal,

    /// <summary>400 with the protocol's code for a prompt that does not fit.</summary>
    ContextTooLong,

    /// <summary>A stream breaks off with an error event. A request without a stream gets 500 in its place.</summary>
    StreamError,
}
