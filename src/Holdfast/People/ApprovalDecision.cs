using System.Text.Json;

namespace Holdfast.People;

/// <summary>What a person says to a call that waits.</summary>
/// <param name="Approve">Yes or no.</param>
/// <param name="By">Who says it: one person, by which a second approver is told from the first. 1 to 200 characters.</param>
public sealed record ApprovalDecision(bool Approve, string By)
{
    /// <summary>Other arguments than those asked for, a JSON object; null to leave them. They are validated again, and earlier approvals no longer count.</summary>
    public JsonElement? Arguments { get; init; }

    /// <summary>Why, or null; told to the agent when it is a no. At most 2,000 characters.</summary>
    public string? Reason { get; init; }

    /// <summary>The digest of what the person saw, or null. When it is another by now, the decision is refused.</summary>
    public string? Digest { get; init; }

    /// <summary>With a yes: whether later calls of this tool need no approval by the same rule in this session, until that is revoked.</summary>
    public bool Grant { get; init; }
}
