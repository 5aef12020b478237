namespace Holdfast.Runs.Events;

/// <summary>A call waits for people, and its run with it.</summary>
/// <param name="Approval">The approval's id.</param>
/// <param name="Call">The call's id.</param>
/// <param name="Digest">What a decision is bound to: SHA-256 over principal, session, run, call, tool and arguments, in hexadecimal.</param>
/// <param name="Rule">The rule that asks.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="ExpiresAt">When it is rejected by itself.</param>
/// <param name="RemindAt">When people are reminded, or null.</param>
/// <param name="Required">How many different people have to approve.</param>
/// <param name="Role">The role an approver needs, or null.</param>
/// <param name="Preview">What the call would change, or null.</param>
/// <param name="Record">The record of approvals that it counts in, where autonomy can be earned; else null.</param>
/// <param name="Range">The range of arguments that the record is about, or null.</param>
/// <param name="Amount">The number that the rule looked at, or null.</param>
public sealed record ApprovalRequested(
    Guid Approval, string Call, string Digest, string Rule, string Reason, DateTimeOffset ExpiresAt, DateTimeOffset? RemindAt = null, int Required = 1,
    string? Role = null, string? Preview = null, Guid? Record = null, string? Range = null, decimal? Amount = null) : RunEvent;
