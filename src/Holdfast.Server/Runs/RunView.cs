using Holdfast.Runs;
using Holdfast.Server.Approvals;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>A run.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Session">The session.</param>
/// <param name="Trace">The trace id: the run's, or that of the run at the top of the calls.</param>
/// <param name="Parent">The run whose agent called this one's, or null.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Version">The agent version.</param>
/// <param name="Status"><c>queued</c>, <c>running</c>, <c>waiting</c> or <c>finished</c>.</param>
/// <param name="Reason">Why it ended, such as <c>completed</c> or <c>needs-input</c>; null while it has not.</param>
/// <param name="Answer">The answer; while people are asked, what the user can be told meanwhile; or null while there is none.</param>
/// <param name="Confidence">How sure the agent was of its answer, 0 to 1, whether it gave it or not; null where it is not scored.</param>
/// <param name="Partial">Whether a limit ended the run and the answer tells what was done and what is left.</param>
/// <param name="Error">What went wrong, or null.</param>
/// <param name="Usage">What it used.</param>
/// <param name="Cost">What it cost, in USD.</param>
/// <param name="Approval">The call that waits for people, of this run or of one whose agent it called; or null.</param>
/// <param name="AcceptedAt">When the input was accepted.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Children">The runs of the agents that it called, oldest first; given by <c>GET /v1/runs/{id}</c>, elsewhere null.</param>
internal sealed record RunView(
    string Run, string Session, string Trace, string? Parent, string Agent, string Version, string Status, string? Reason, string? Answer, double? Confidence, bool Partial, string? Error,
    UsageView Usage, decimal Cost, ApprovalView? Approval, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt,
    IReadOnlyList<ChildView>? Children = null)
{
    public static RunView Of(RunResult run) => new(
        WireId.Of(run.Run),
        WireId.Of(run.Session),
        WireId.Of(run.Trace),
        run.Parent is { } parent ? WireId.Of(parent) : null,
        run.Agent,
        run.Version,
        WireName.Of(run.Status),
        run.Reason is { } reason ? WireName.Of(reason) : null,
        run.Answer,
        run.Confidence,
        run.Partial,
        run.Error,
        new UsageView(run.InputTokens, run.OutputTokens, run.Steps),
        run.Cost,
        run.Approval is { } approval ? ApprovalView.Of(approval) : null,
        run.AcceptedAt,
        run.FinishedAt);
}
