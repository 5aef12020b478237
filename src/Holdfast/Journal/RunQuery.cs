namespace Holdfast.Journal;

/// <summary>Which runs are wanted. All conditions that are set must hold.</summary>
public sealed record RunQuery
{
    /// <summary>The tenant, or null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>The user.</summary>
    public string? User { get; init; }

    /// <summary>The session.</summary>
    public Guid? Session { get; init; }

    /// <summary>The run whose agent called theirs.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>Words that input or answer must hold, all of them, whole words, in any order. Not a query language: every character is allowed.</summary>
    public string? Text { get; init; }

    /// <summary>The name of a tool that was called.</summary>
    public string? Tool { get; init; }

    /// <summary>Words of the error, as for <see cref="Text"/>.</summary>
    public string? Error { get; init; }

    /// <summary>Why it ended.</summary>
    public TerminationReason? Reason { get; init; }

    /// <summary>Where it stands.</summary>
    public RunStatus? Status { get; init; }

    /// <summary>The least cost, in nano-dollars.</summary>
    public long? MinimumCostNanos { get; init; }

    /// <summary>Only runs whose answer was scored below, 0 to 1.</summary>
    public double? ConfidenceBelow { get; init; }

    /// <summary>Only runs accepted at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Only runs accepted before; with <see cref="BeforeId"/> the place where the last page ended.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Of runs accepted exactly at <see cref="Before"/>, those with a smaller id.</summary>
    public Guid? BeforeId { get; init; }

    /// <summary>How many at most, 1 to 1000.</summary>
    /// <value>Default 50.</value>
    public int Limit { get; init; } = 50;
}
