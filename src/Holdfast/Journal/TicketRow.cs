namespace Holdfast.Journal;

/// <summary>A session that needs a person, or needed one, as the store projects it. Its history is in the session's events.</summary>
public sealed record TicketRow
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>The run that opened it.</summary>
    public required Guid Run { get; init; }

    /// <summary>The tenant.</summary>
    public required string Tenant { get; init; }

    /// <summary>The user.</summary>
    public required string User { get; init; }

    /// <summary>The agent's name.</summary>
    public required string Agent { get; init; }

    /// <summary>Why it was opened.</summary>
    public TicketReason Reason { get; init; }

    /// <summary>How soon it is to be looked at.</summary>
    public TicketPriority Priority { get; init; }

    /// <summary>What was asked, what was tried, and why a person is needed.</summary>
    public required string Summary { get; init; }

    /// <summary>Where it stands.</summary>
    public TicketStatus Status { get; init; }

    /// <summary>Who claimed it last, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>What people did with it so far: claims, replies, hand-backs, the closing.</summary>
    public int Acts { get; init; }

    /// <summary>When it was opened.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When a person should have seen to it.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>When it was claimed for the first time, or null.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it, or null.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>What the last one who handed it back or closed it said about it, or null.</summary>
    public string? Note { get; init; }
}
