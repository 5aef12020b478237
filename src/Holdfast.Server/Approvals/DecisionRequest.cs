using System.Text.Json;

namespace Holdfast.Server.Approvals;

/// <summary>Decides on a call that waits.</summary>
/// <param name="Decision"><c>approve</c> or <c>reject</c>.</param>
/// <param name="Arguments">Other arguments than those asked for; left out to leave them. They are validated again, and earlier approvals no longer count.</param>
/// <param name="Reason">Why; with a rejection the agent is told.</param>
/// <param name="Digest">The digest of what was shown; when the approval is another by now, the decision is refused.</param>
/// <param name="Grant">Whether later calls of this tool need no approval by the same rule in this session, until that is revoked.</param>
/// <param name="By">Who decides, where the server has no API keys; with keys it is the key.</param>
internal sealed record DecisionRequest(
    string Decision, JsonElement? Arguments = null, string? Reason = null, string? Digest = null, bool Grant = false, string? By = null);
