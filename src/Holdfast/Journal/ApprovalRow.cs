namespace Holdfast.Journal;

/// <summary>A tool call that waits for people, or waited, as the store projects it. Its history is in the run's events.</summary>
public sealed record ApprovalRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>The run that waits.</summary>
    public required Guid Run { get; init; }

    /// <summary>The run whose agent called the one that waits, or null. It waits, too, and is not decided on.</summary>
    public Guid? Parent { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user that the agent acts for.</summary>
    public required string User { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>The exact arguments that are to be decided on, as JSON text: an approver's edits included.</summary>
    public required string Arguments { get; init; }

    /// <summary>What the call would change, in the tool's own words; or null where it offers no preview.</summary>
    public string? Preview { get; init; }

    /// <summary>The policy's rule that asks.</summary>
    public required string Rule { get; init; }

    /// <summary>Why it asks, in one sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What a decision is bound to: SHA-256 over the tool, the arguments, the principal and the call, in hexadecimal.</summary>
    public required string Digest { get; init; }

    /// <summary>The role that an approver needs, or null for anybody who may approve.</summary>
    public string? Role { get; init; }

    /// <summary>How many different people have to approve, at least 1.</summary>
    public int Required { get; init; } = 1;

    /// <summary>Who approved these arguments so far.</summary>
    public IReadOnlyList<string> ApprovedBy { get; init; } = [];

    /// <summary>How many decisions were made on it so far, edits and partial approvals included.</summary>
    public int Decisions { get; init; }

    /// <summary>Where it stands.</summary>
    public ApprovalStatus Status { get; init; }

    /// <summary>The record of approvals that it counts in, or null where its rule earns no autonomy.</summary>
    public Guid? Record { get; init; }

    /// <summary>The range of arguments that the record is about; null without a record.</summary>
    public string? Range { get; init; }

    /// <summary>The number that the rule looked at, as the agent asked for it; at most 6 decimals; or null.</summary>
    public decimal? Amount { get; init; }

    /// <summary>When an approver changed the arguments, or null.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When it is rejected by itself.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>When it was decided, or null.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Who decided it last, or null.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What the last one who decided said about it, or null.</summary>
    public string? Note { get; init; }
}
