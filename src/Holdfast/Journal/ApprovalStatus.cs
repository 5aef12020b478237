namespace Holdfast.Journal;

/// <summary>Where an approval stands.</summary>
public enum ApprovalStatus
{
    /// <summary>It waits for a decision.</summary>
    Pending,

    /// <summary>Everybody needed said yes: the call was, or is about to be, executed once.</summary>
    Approved,

    /// <summary>Somebody said no.</summary>
    Rejected,

    /// <summary>Nobody decided in time.</summary>
    Expired,

    /// <summary>The run ended before a decision.</summary>
    Withdrawn,

    /// <summary>Nobody was asked: autonomy was earned for it, and the call was, or is about to be, executed once.</summary>
    Earned,
}
