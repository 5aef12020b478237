namespace Holdfast.Runs;

/// <summary>A person's decision on a call that waits.</summary>
/// <param name="Approval">The approval.</param>
/// <param name="Approve">Yes or no.</param>
/// <param name="By">Who.</param>
/// <param name="Arguments">The changed arguments as JSON text, or null.</param>
/// <param name="Reason">Why, or null.</param>
/// <param name="Grant">Whether it holds for the rest of the session.</param>
internal sealed record InboxDecision(Guid Approval, bool Approve, string By, string? Arguments = null, string? Reason = null, bool Grant = false);
