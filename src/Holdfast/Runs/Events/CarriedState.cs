using Holdfast.Journal;
using Holdfast.People;

namespace Holdfast.Runs.Events;

/// <summary>The part of the state that survives a compaction without its events: a fold from <see cref="ContextCompacted.KeepFrom"/> must give what a fold from the start gives.</summary>
/// <param name="SessionTokens">Tokens of the session so far.</param>
/// <param name="SessionCostNanos">Cost of the session so far, in nano-dollars.</param>
/// <param name="Run">The run in progress.</param>
/// <param name="Ordinal">Its ordinal.</param>
/// <param name="Input">Its input.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Steps">Steps so far.</param>
/// <param name="CallsMade">Tool calls so far.</param>
/// <param name="Tokens">Tokens of the run so far, assumed ones included.</param>
/// <param name="CostNanos">Cost of the run so far, in nano-dollars.</param>
/// <param name="Usage">What it used so far, per model, tier and purpose.</param>
/// <param name="Tools">The tools it called so far.</param>
/// <param name="UnknownOutcomes">Signatures of calls whose outcome is unknown.</param>
/// <param name="Turns">Hashes of the last rounds of calls.</param>
/// <param name="Reply">The last reply, or null.</param>
/// <param name="Error">The first error, or null.</param>
/// <param name="Plan">The plan of this run, or null.</param>
/// <param name="Taint">The source of the first untrusted content that was read, or null.</param>
/// <param name="ReadPrivate">Whether something was read that not everybody may see.</param>
/// <param name="Trust">What the labels rest on, of messages that left the window; null for nothing.</param>
/// <param name="PlanIsTrusted">Whether the plan was made before anything untrusted was read.</param>
/// <param name="WaitedMilliseconds">How long the run waited for people so far.</param>
/// <param name="Grants">What people allowed for the rest of the session; null for nothing.</param>
/// <param name="Confirmed">The digest of the action to which the user said yes, or null.</param>
/// <param name="Ticket">The session's ticket, or null.</param>
/// <param name="CalledBy">The run whose agent called this one, or null.</param>
/// <param name="CalledTokens">The part of the run's tokens that called agents used.</param>
/// <param name="CalledCostNanos">The part of its cost that called agents caused, in nano-dollars.</param>
/// <param name="Lapsed">What waited for an approval in vain, or null.</param>
/// <param name="Workflow">How far the workflow of the run is, or null.</param>
/// <param name="Route">Which specialist of a router acts, or acted last; null for nothing.</param>
/// <param name="Recalled">What the session started with of what is known of its user, or null.</param>
/// <param name="Notes">The agent's notes in this session, or null.</param>
/// <param name="Batch">What the batch of the run brought so far, or null.</param>
/// <param name="Confidence">How sure the run can be of its answer, or null where nothing is known.</param>
public sealed record CarriedState(
    long SessionTokens,
    long SessionCostNanos,
    Guid Run,
    int Ordinal,
    string Input,
    DateTimeOffset StartedAt,
    int Steps,
    int CallsMade,
    long Tokens,
    long CostNanos,
    IReadOnlyList<RunUsage> Usage,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> UnknownOutcomes,
    IReadOnlyList<long> Turns,
    string? Reply = null,
    string? Error = null,
    PlanState? Plan = null,
    string? Taint = null,
    bool ReadPrivate = false,
    CarriedTrust? Trust = null,
    bool PlanIsTrusted = false,
    double WaitedMilliseconds = 0,
    IReadOnlyList<Grant>? Grants = null,
    string? Confirmed = null,
    SessionTicket? Ticket = null,
    CallingRun? CalledBy = null,
    long CalledTokens = 0,
    long CalledCostNanos = 0,
    string? Lapsed = null,
    WorkflowState? Workflow = null,
    RouteState? Route = null,
    MemoryRecalled? Recalled = null,
    IReadOnlyList<NoteTaken>? Notes = null,
    IReadOnlyList<BatchOutcome>? Batch = null,
    ConfidenceState? Confidence = null);
