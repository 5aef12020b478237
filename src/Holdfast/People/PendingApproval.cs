using System.Collections.Immutable;
using Holdfast.Journal;

namespace Holdfast.People;

/// <summary>A call of the run in hand that waits for people, or that they have decided on and that is not carried out yet.</summary>
/// <param name="Id">The approval's id.</param>
/// <param name="Call">The call's id.</param>
/// <param name="Digest">What a decision is bound to.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="ExpiresAt">When it is rejected by itself.</param>
public sealed record PendingApproval(Guid Id, string Call, string Digest, string Rule, string Reason, DateTimeOffset RequestedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Where it stands.</summary>
    public ApprovalStatus Status { get; init; }

    /// <summary>When people are reminded, or null when they were.</summary>
    public DateTimeOffset? RemindAt { get; init; }

    /// <summary>How many different people have to approve.</summary>
    public int Required { get; init; } = 1;

    /// <summary>The role an approver needs, or null.</summary>
    public string? Role { get; init; }

    /// <summary>What the call would change, or null.</summary>
    public string? Preview { get; init; }

    /// <summary>The record of approvals that it counts in, or null.</summary>
    public Guid? Record { get; init; }

    /// <summary>The range of arguments that the record is about, or null.</summary>
    public string? Range { get; init; }

    /// <summary>The number that the rule looked at, as the agent asked for it; or null.</summary>
    public decimal? Amount { get; init; }

    /// <summary>When an approver changed the arguments, or null.</summary>
    public DateTimeOffset? EditedAt { get; init; }

    /// <summary>Who approved these arguments.</summary>
    public ImmutableArray<string> ApprovedBy { get; init; } = [];

    /// <summary>How many decisions were made.</summary>
    public int Decisions { get; init; }

    /// <summary>Who decided last, or null.</summary>
    public string? DecidedBy { get; init; }

    /// <summary>What they said about it, or null.</summary>
    public string? Note { get; init; }

    /// <summary>When something has to be done about it though nobody decided.</summary>
    public DateTimeOffset DueAt => RemindAt is { } remind && remind < ExpiresAt ? remind : ExpiresAt;
}
