using System.Text.Json;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>The calls that wait for people: finds them, and takes decisions to the runs that wait, on whichever worker. Safe for concurrent use.</summary>
public sealed class Approvals
{
    private readonly IJournalStore store;
    private readonly IRunIndex index;
    private readonly AgentCatalog agents;
    private readonly Lazy<GroupCommit> commits;
    private readonly IdSource ids;
    private readonly TimeProvider time;
    private readonly Action<Guid> wake;

    internal Approvals(IJournalStore store, IRunIndex index, AgentCatalog agents, Lazy<GroupCommit> commits, IdSource ids, TimeProvider time, Action<Guid> wake)
    {
        this.store = store;
        this.index = index;
        this.agents = agents;
        this.commits = commits;
        this.ids = ids;
        this.time = time;
        this.wake = wake;
    }

    /// <summary>Finds approvals, newest first.</summary>
    public Task<IReadOnlyList<ApprovalRow>> ListAsync(ApprovalQuery query, CancellationToken cancellationToken = default) =>
        index.ListApprovalsAsync(query, cancellationToken);

    /// <summary>Returns an approval, or null when there is none or it is another tenant's.</summary>
    public Task<ApprovalRow?> FindAsync(Guid approval, string? tenant = null, CancellationToken cancellationToken = default) =>
        index.FindApprovalAsync(approval, tenant, cancellationToken);

    /// <summary>Decides on a call that waits. The decision is durable when this returns; the run goes on with it a moment later, on any worker.</summary>
    /// <param name="approval">The approval.</param>
    /// <param name="decision">Yes or no, by whom, with what changes.</param>
    /// <param name="roles">The roles that the person has.</param>
    /// <param name="tenant">The tenant whose approvals the person may decide; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting; the decision may still be accepted.</param>
    /// <returns>The approval as it was before the decision.</returns>
    /// <exception cref="HoldfastException">
    /// <c>unknown-approval</c>; <c>approval-decided</c>: it was decided before, or expired; <c>approval-changed</c>: it is not what the person saw;
    /// <c>approval-repeated</c>: the same person approved it before; <c>missing-role</c>; <c>invalid-decision</c>; <c>invalid-arguments</c>.
    /// </exception>
    public async Task<ApprovalRow> DecideAsync(
        Guid approval, ApprovalDecision decision, IReadOnlyCollection<string>? roles = null, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var row = await index.FindApprovalAsync(approval, tenant, cancellationToken) ?? throw new HoldfastException("unknown-approval", $"There is no approval {approval:N}.");
        var now = time.GetUtcNow();
        Check(row, decision, roles ?? [], now);
        var payload = new InboxDecision(approval, decision.Approve, decision.By, decision.Arguments?.GetRawText(), decision.Reason, decision.Grant);
        var commit = new Commit
        {
            Session = row.Session,
            // One decision per round: of two people who decide at once, one is told that it was decided. No caller's key can hold this character.
            Idempotency = new IdempotencyEntry(row.Tenant, $"\u001fapproval/{approval:N}/{row.Decisions}", decision.By, approval, now),
            Accept = new InboxItem(ids.NewId(now), row.Session, InboxJson.DecisionKind, now, JsonSerializer.SerializeToUtf8Bytes(payload, InboxJson.Default.InboxDecision)),
        };
        await commits.Value.CommitAsync(commit).WaitAsync(cancellationToken);
        if (commit.Outcome != CommitOutcome.Committed)
        {
            throw new HoldfastException("approval-decided", commit.Existing is { } existing
                ? $"{existing.Fingerprint} decided on it at {existing.At:u}; look at it again."
                : "The session is closed.");
        }

        wake(row.Session);
        return row;
    }

    /// <summary>What people allowed for the rest of a session.</summary>
    /// <param name="session">The session.</param>
    /// <param name="tenant">The tenant that may see it; null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="HoldfastException"><c>unknown-session</c>.</exception>
    public async Task<IReadOnlyList<Grant>> ListGrantsAsync(Guid session, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var row = await FindSessionAsync(session, tenant, cancellationToken);
        return (await SessionLoader.LoadAsync(store, row, cancellationToken)).Grants;
    }

    /// <summary>Takes back what was allowed: from the session's next run on, calls of the tool need approvals again.</summary>
    /// <param name="session">The session.</param>
    /// <param name="tool">The tool.</param>
    /// <param name="by">Who takes it back.</param>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="HoldfastException"><c>unknown-session</c>.</exception>
    public async Task RevokeGrantAsync(Guid session, string tool, string by, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var row = await FindSessionAsync(session, tenant, cancellationToken);
        var now = time.GetUtcNow();
        var payload = JsonSerializer.SerializeToUtf8Bytes(new GrantRevoked(tool, by), InboxJson.Default.GrantRevoked);
        await commits.Value.CommitAsync(new Commit { Session = row.Id, Accept = new InboxItem(ids.NewId(now), row.Id, InboxJson.RevocationKind, now, payload) })
            .WaitAsync(cancellationToken);
        wake(row.Id);
    }

    private async Task<SessionRow> FindSessionAsync(Guid session, string? tenant, CancellationToken cancellationToken) =>
        await store.FindSessionAsync(session, cancellationToken) is { } row && (tenant is null || row.Tenant == tenant)
            ? row : throw new HoldfastException("unknown-session", $"There is no session {session:N}.");

    private void Check(ApprovalRow row, ApprovalDecision decision, IReadOnlyCollection<string> roles, DateTimeOffset now)
    {
        if (row.Status != ApprovalStatus.Pending)
        {
            throw new HoldfastException("approval-decided", row.Status switch
            {
                ApprovalStatus.Approved => $"It was approved by {string.Join(" and ", row.ApprovedBy)} at {row.DecidedAt:u}.",
                ApprovalStatus.Rejected => $"It was rejected by {row.DecidedBy} at {row.DecidedAt:u}.",
                ApprovalStatus.Earned => "Nobody had to be asked, because autonomy was earned; it was carried out.",
                ApprovalStatus.Withdrawn => "The run ended before a decision.",
                _ => $"It expired at {row.ExpiresAt:u}.",
            });
        }

        if (now >= row.ExpiresAt)
        {
            throw new HoldfastException("approval-decided", $"It expired at {row.ExpiresAt:u}.");
        }

        if (decision.Digest is { } seen && seen != row.Digest)
        {
            throw new HoldfastException("approval-changed", "The arguments were changed since you saw them: look at the approval again.");
        }

        if (row.Role is { } role && !roles.Contains(role))
        {
            throw new HoldfastException("missing-role", $"Only somebody with the role '{role}' may decide on it.");
        }

        if (decision.Approve && decision.Arguments is null && row.ApprovedBy.Contains(decision.By))
        {
            throw new HoldfastException("approval-repeated", $"You approved it before; {row.Required} different people have to.");
        }

        if (decision.By.Length is 0 or > 200 || decision.By.AsSpan().ContainsAny('\n', '\r') || decision.Reason?.Length > 2_000)
        {
            throw new HoldfastException("invalid-decision", "A name has 1 to 200 characters in one line, a reason 2,000 at most.");
        }

        if (!decision.Approve && (decision.Arguments is not null || decision.Grant))
        {
            throw new HoldfastException("invalid-decision", "A rejection changes no arguments and grants nothing.");
        }

        if (decision.Grant && !ApprovalRules.MayGrant(row.Rule))
        {
            throw new HoldfastException("invalid-decision", $"The rule '{row.Rule}' guards against what strangers wrote: it is decided anew for each call and cannot be granted for a session.");
        }

        if (decision.Arguments is { } arguments && agents.Pinned(row.Agent, "")?.FindTool(row.Tool) is { } tool && !tool.Schema.IsValid(arguments))
        {
            throw new HoldfastException("invalid-arguments", $"The changed arguments are not valid. {string.Join(" ", tool.Schema.Validate(arguments).Select(static v => v.Message))}");
        }
    }
}
