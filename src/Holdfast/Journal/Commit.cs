namespace Holdfast.Journal;

/// <summary>What has to become durable together for one session. Either all of it is written or nothing.</summary>
/// <remarks>
/// There are two forms. An <em>owner's commit</em> appends events under an epoch. An <em>acceptance</em> (<see cref="Accept"/> set, no events) puts something
/// into the inbox of a session that anybody may own. The members are applied in the order in which they are declared here.
/// </remarks>
public sealed class Commit
{
    /// <summary>The session.</summary>
    public required Guid Session { get; init; }

    /// <summary>A request's idempotency key, checked first; or null.</summary>
    public IdempotencyEntry? Idempotency { get; init; }

    /// <summary>Opens the session with this row, or null. Its <see cref="SessionRow.Owner"/>, <see cref="SessionRow.Epoch"/> and status are stored as given.</summary>
    public SessionRow? Open { get; init; }

    /// <summary>The worker that takes the idle session with this commit, or null. The session's epoch must be <see cref="Epoch"/> - 1 and becomes <see cref="Epoch"/>.</summary>
    public string? Take { get; init; }

    /// <summary>The epoch under which the events are appended. Ignored by an acceptance.</summary>
    public int Epoch { get; init; }

    /// <summary>The events, with consecutive sequence numbers; the first must follow the session's last.</summary>
    public IReadOnlyList<EventRecord> Events { get; init; } = [];

    /// <summary>Positions of inbox items that these events have journaled; they are removed.</summary>
    public IReadOnlyList<long> TakenFromInbox { get; init; } = [];

    /// <summary>A run that starts (inserted, or updated where it was queued), or is queued by an acceptance; or null.</summary>
    public RunRow? Run { get; init; }

    /// <summary>A run that begins to wait, or goes on; or null. Without effect on one that has ended.</summary>
    public RunStatusChange? StatusChange { get; init; }

    /// <summary>A run that ends, or null.</summary>
    public RunFinish? Finish { get; init; }

    /// <summary>Feedback to project, or null.</summary>
    public FeedbackRow? Feedback { get; init; }

    /// <summary>The new <see cref="SessionRow.FoldFrom"/>, or null.</summary>
    public long? FoldFrom { get; init; }

    /// <summary>The new <see cref="SessionRow.ExpiresAt"/>, or null.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>An approval as it stands now, inserted or put in the place of what was stored; or null.</summary>
    public ApprovalRow? Approval { get; init; }

    /// <summary>A ticket as it stands now, inserted or put in the place of what was stored; or null.</summary>
    public TicketRow? Ticket { get; init; }

    /// <summary>What people are told of it outside of Holdfast; a notice that was committed before is not repeated.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>Put into the inbox; an idle or waiting session becomes ready. Or null.</summary>
    public InboxItem? Accept { get; init; }

    /// <summary>Put into the inbox of another session, the item's, as an acceptance does it; left out where that session is closed or missing. Or null.</summary>
    public InboxItem? Deliver { get; init; }

    /// <summary>Gives the session back: it becomes ready where its inbox still holds something, else idle.</summary>
    public bool Release { get; init; }

    /// <summary>With <see cref="Release"/>: a run is still in hand, so the session becomes ready whatever its inbox holds, for another worker to claim.</summary>
    public bool HandsOver { get; init; }

    /// <summary>With <see cref="Release"/>: the run in hand waits until then, or until something arrives that is newer than <see cref="InboxSeen"/>; or null.</summary>
    public DateTimeOffset? WaitUntil { get; init; }

    /// <summary>With <see cref="WaitUntil"/>: the last position of the inbox that the owner has looked at; what is there and newer keeps the session from waiting.</summary>
    public long InboxSeen { get; init; }

    /// <summary>Closes the session for good (with <see cref="Release"/>).</summary>
    public bool Close { get; init; }

    /// <summary>What became of it; set by the store.</summary>
    public CommitOutcome Outcome { get; set; }

    /// <summary>The entry that was there before; set by the store with <see cref="CommitOutcome.Duplicate"/>.</summary>
    public IdempotencyEntry? Existing { get; set; }
}
