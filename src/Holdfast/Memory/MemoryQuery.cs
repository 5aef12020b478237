namespace Holdfast.Memory;

/// <summary>Which items of memory are wanted, newest first.</summary>
public sealed record MemoryQuery
{
    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The agent; null for all.</summary>
    public string? Agent { get; init; }

    /// <summary>Whom or what they are about; null for all.</summary>
    public string? Subject { get; init; }

    /// <summary>What they are; null for all.</summary>
    public MemoryKind? Kind { get; init; }

    /// <summary>Their status; null for all but forgotten ones.</summary>
    public MemoryStatus? Status { get; init; }

    /// <summary>Only those before; null for all.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How many at most, 1 to 2,000.</summary>
    /// <value>Default 2,000: more are not kept.</value>
    public int Limit { get; init; } = 2_000;
}
