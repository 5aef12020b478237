using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Makes <see cref="RunResult"/>s.</summary>
internal static class RunResults
{
    public static RunResult Of(RunRow row, RunFinished? finished, ApprovalRow? approval) => new()
    {
        Run = row.Id,
        Parent = row.Parent,
        Trace = row.Trace,
        Session = row.Session,
        Status = row.Status,
        Reason = row.Reason,
        Answer = finished?.Answer ?? (approval is null ? null : ApprovalRules.NoticeOf(approval.Tool, approval.ExpiresAt)),
        Approval = approval,
        Confidence = row.Confidence,
        Partial = finished?.Partial ?? false,
        Error = row.Error,
        Steps = row.Steps,
        InputTokens = row.InputTokens,
        OutputTokens = row.OutputTokens,
        Cost = row.CostNanos / 1_000_000_000m,
        Agent = row.Agent,
        Version = row.Version,
        AcceptedAt = row.AcceptedAt,
        FinishedAt = row.FinishedAt,
    };

    public static RunResult Of(RunState state) => new()
    {
        Run = state.Run,
        Parent = state.CalledBy?.Run,
        Trace = state.CalledBy?.Trace ?? state.Run,
        Session = state.Session,
        Status = RunStatus.Finished,
        Reason = state.Finished!.Reason,
        Answer = state.Finished.Answer,
        Confidence = state.Confidence.Scored?.Score,
        Partial = state.Finished.Partial,
        Error = state.Error,
        Steps = state.Steps,
        InputTokens = state.Usage.Sum(u => u.InputTokens),
        OutputTokens = state.Usage.Sum(u => u.OutputTokens),
        Cost = (state.CostNanos - state.CalledCostNanos) / 1_000_000_000m,
        Agent = state.Agent,
        Version = state.Version,
        AcceptedAt = state.StartedAt,
        FinishedAt = state.Now,
    };
}
