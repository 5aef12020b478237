namespace Holdfast.Journal;

/// <summary>What became of a <see cref="Commit"/>.</summary>
public enum CommitOutcome
{
    /// <summary>Not decided yet.</summary>
    Pending,

    /// <summary>All of it is durable.</summary>
    Committed,

    /// <summary>Refused, nothing written: the epoch or the expected sequence is stale; another worker owns the session.</summary>
    Stale,

    /// <summary>Refused, nothing written: it wanted to take the session, which is not idle, or whose epoch has moved on.</summary>
    Busy,

    /// <summary>Refused, nothing written: the idempotency key was used before; <see cref="Commit.Existing"/> holds the entry.</summary>
    Duplicate,

    /// <summary>Refused, nothing written: there is no such session.</summary>
    NotFound,

    /// <summary>Refused, nothing written: the session takes no more input.</summary>
    Closed,
}
