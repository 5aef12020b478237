namespace Holdfast.Journal;

/// <summary>Which approvals are wanted. All conditions that are set must hold.</summary>
public sealed record ApprovalQuery
{
    /// <summary>The tenant, or null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Where it stands.</summary>
    public ApprovalStatus? Status { get; init; }

    /// <summary>The agent.</summary>
    public string? Agent { get; init; }

    /// <summary>The tool.</summary>
    public string? Tool { get; init; }

    /// <summary>The run.</summary>
    public Guid? Run { get; init; }

    /// <summary>Only approvals asked for before.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>How many at most, 1 to 1000.</summary>
    /// <value>Default 50.</value>
    public int Limit { get; init; } = 50;
}
