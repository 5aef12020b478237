using Holdfast.Models;

namespace Holdfast.Tools;

/// <summary>What a tool may know about the call it serves.</summary>
public sealed class ToolContext
{
    /// <summary>Who the agent acts for. Check ownership of what you touch against it, never against an argument.</summary>
    public required Principal Principal { get; init; }

    /// <summary>The id of this call, the same for every repetition of it. Pass it on as the idempotency key of the effect.</summary>
    public required string IdempotencyKey { get; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>The run; also its trace id.</summary>
    public required Guid Run { get; init; }

    /// <summary>The W3C <c>traceparent</c> to send to whatever the tool calls.</summary>
    public required string TraceParent { get; init; }

    /// <summary>The passages that the run was shown before, so that no two have the same mark.</summary>
    internal CitedPassages Cited { get; init; } = CitedPassages.None;

    /// <summary>The run's clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>What a tool of Holdfast's own charges the vectors to that it needs; null where there is no embedding model.</summary>
    internal ModelMeter? Meter { get; init; }
}
