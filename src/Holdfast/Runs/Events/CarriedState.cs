namespace Holdfast.Runs.Events;

/// <summary>The part of the state that survives a compaction without its events.</summary>
/// <param name="SessionTokens">Tokens of the session so far.</param>
/// <param name="SessionCostNanos">Cost of the session so far, in nano-dollars.</param>
/// <param name="Run">The run in progress.</param>
/// <param name="Ordinal">Its ordinal.</param>
/// <param name="Input">Its input.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Steps">Steps so far.</param>
/// <param name="CallsMade">Tool calls so far.</param>
/// <param name="Usage">What it used so far, per model, tier and purpose.</param>
/// <param name="Tools">The tools it called so far.</param>
/// <param name="UnknownOutcomes">Signatures of calls whose outcome is unknown.</param>
/// <param name="Plan">The plan's steps, or null.</param>
/// <param name="PlanStep">The plan's current step.</param>
/// <param name="PlanRevision">How often it was planned anew.</param>
public sealed record CarriedState(
    long SessionTokens,
    long SessionCostNanos,
    Guid Run,
    int Ordinal,
    string Input,
    DateTimeOffset StartedAt,
    int Steps,
    int CallsMade,
    IReadOnlyList<Journal.RunUsage> Usage,
    IReadOnlyList<string> Tools,
    IReadOnlyList<string> UnknownOutcomes,
    IReadOnlyList<PlanStep>? Plan = null,
    int PlanStep = 0,
    int PlanRevision = 0);
