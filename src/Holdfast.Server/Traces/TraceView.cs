using Holdfast.Journal;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Traces;

/// <summary>A run as a search finds it. Its events are at <c>/v1/runs/{run}/events</c>.</summary>
/// <param name="Trace">The trace id: the run's, or that of the run at the top of the calls.</param>
/// <param name="Run">The run.</param>
/// <param name="Session">The session.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Version">The agent version.</param>
/// <param name="User">Who the agent acted for.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it ended, or null.</param>
/// <param name="Confidence">How sure the agent was of its answer, 0 to 1; or null.</param>
/// <param name="Error">The first error it met, or null.</param>
/// <param name="Usage">What it used; known when it ended.</param>
/// <param name="Cost">What it cost, in USD.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
internal sealed record TraceView(
    string Trace, string Run, string Session, string Agent, string Version, string User, string Status, string? Reason, double? Confidence, string? Error, UsageView Usage, decimal Cost,
    DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt)
{
    public static TraceView Of(RunRow row) => new(
        WireId.Of(row.Trace),
        WireId.Of(row.Id),
        WireId.Of(row.Session),
        row.Agent,
        row.Version,
        row.User,
        WireName.Of(row.Status),
        row.Reason is { } reason ? WireName.Of(reason) : null,
        row.Confidence,
        row.Error,
        new UsageView(row.InputTokens, row.OutputTokens, row.Steps),
        row.CostNanos / 1_000_000_000m,
        row.AcceptedAt,
        row.FinishedAt);
}
