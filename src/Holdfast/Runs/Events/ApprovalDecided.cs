namespace Holdfast.Runs.Events;

/// <summary>A person said yes or no to a call that waits. A yes may be one of several that are needed.</summary>
/// <param name="Approval">The approval's id.</param>
/// <param name="By">Who.</param>
/// <param name="Approved">Yes or no.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Arguments">The arguments as the person changed them, as JSON text; null when they were left.</param>
/// <param name="Digest">The digest of what holds from now on, when the arguments were changed; else null.</param>
/// <param name="Required">How many have to approve from now on, where the changed arguments demand more; else 0.</param>
/// <param name="Role">The role that approvers need from now on, where the changed arguments demand it; else null.</param>
/// <param name="Granted">Whether later calls of the tool need no approval by the same rule in this session.</param>
public sealed record ApprovalDecided(
    Guid Approval, string By, bool Approved = false, string? Reason = null, string? Arguments = null, string? Digest = null, int Required = 0, string? Role = null,
    bool Granted = false) : RunEvent;
