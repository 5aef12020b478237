namespace Holdfast.Models;

/// <summary>Names under which the gateway tells a model about the call, in <c>ChatOptions.AdditionalProperties</c>.</summary>
/// <remarks>Remote providers ignore them; the offline model and test models read them.</remarks>
public static class ModelCallProperties
{
    /// <summary>What the call is for: a <see cref="string"/> out of <c>plan</c>, <c>act</c>, <c>route</c>, <c>summarise</c>, <c>extract</c>, <c>judge</c>.</summary>
    public const string Purpose = "holdfast.purpose";

    /// <summary>The run's clock at the call, as a <see cref="DateTimeOffset"/> in the agent's time zone.</summary>
    public const string Now = "holdfast.now";

    /// <summary>The agent's time zone, as an IANA name (<see cref="string"/>), such as <c>Europe/Berlin</c>.</summary>
    public const string TimeZone = "holdfast.time_zone";

    /// <summary>The W3C <c>traceparent</c> header value (<see cref="string"/>) to send to the provider.</summary>
    public const string TraceParent = "holdfast.traceparent";

    /// <summary>What the agent is for, in a few words (<see cref="string"/>): what to offer when a request is out of scope.</summary>
    public const string AgentDescription = "holdfast.agent_description";

    /// <summary>What the user is told when the agent cannot go on (<see cref="string"/>): the way to a human.</summary>
    public const string Fallback = "holdfast.fallback";

    /// <summary>Marks a <c>TextContent</c> (in its own <c>AdditionalProperties</c>, value true) that the user did not say: facts such as the current time.</summary>
    public const string Context = "holdfast.context";
}
