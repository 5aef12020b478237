namespace Holdfast.Journal;

/// <summary>Something that people are told outside of Holdfast, by one channel. It carries ids only: what it says is read when it is sent.</summary>
/// <param name="Channel">The channel, such as <c>webhook</c>.</param>
/// <param name="Kind">What happened: one of the constants here.</param>
/// <param name="Subject">The approval, ticket or allowance. One notice exists per channel, kind and subject.</param>
/// <param name="At">When it happened.</param>
public sealed record Notice(string Channel, string Kind, Guid Subject, DateTimeOffset At)
{
    /// <summary>A call waits for people.</summary>
    public const string ApprovalRequested = "approval.requested";

    /// <summary>Nobody has decided yet.</summary>
    public const string ApprovalReminded = "approval.reminded";

    /// <summary>A session needs a person.</summary>
    public const string TicketOpened = "ticket.opened";

    /// <summary>A ticket is past its due time and not closed.</summary>
    public const string TicketOverdue = "ticket.overdue";

    /// <summary>A fault withdrew what a person had loosened. The subject is the allowance.</summary>
    public const string AutonomyWithdrawn = "autonomy.withdrawn";
}
