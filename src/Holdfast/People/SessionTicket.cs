using Holdfast.Journal;

namespace Holdfast.People;

/// <summary>The ticket of a session: the open one, or the last one that was closed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Run">The run that opened it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Priority">How soon it is to be looked at.</param>
/// <param name="Summary">What was asked, what was tried, and why a person is needed.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="DueAt">When a person should have seen to it.</param>
public sealed record SessionTicket(
    Guid Id, Guid Run, TicketReason Reason, TicketPriority Priority, string Summary, DateTimeOffset OpenedAt, DateTimeOffset DueAt)
{
    /// <summary>Where it stands.</summary>
    public TicketStatus Status { get; init; }

    /// <summary>Who claimed it last, or null.</summary>
    public string? Owner { get; init; }

    /// <summary>What people did with it so far.</summary>
    public int Acts { get; init; }

    /// <summary>When it was claimed for the first time, or null.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>Who closed it, or null.</summary>
    public string? ClosedBy { get; init; }

    /// <summary>What the last one who handed it back or closed it said about it, or null.</summary>
    public string? Note { get; init; }
}
