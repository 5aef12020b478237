using Holdfast.Journal;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Runs;

/// <summary>The run of an agent that another run's agent called.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Session">Its session.</param>
/// <param name="Agent">The agent.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Reason">Why it ended, or null.</param>
/// <param name="Usage">What it used; known when it ended.</param>
/// <param name="Cost">What it cost, in USD.</param>
internal sealed record ChildView(string Run, string Session, string Agent, string Status, string? Reason, UsageView Usage, decimal Cost)
{
    public static ChildView Of(RunRow row) => new(
        WireId.Of(row.Id),
        WireId.Of(row.Session),
        row.Agent,
        WireName.Of(row.Status),
        row.Reason is { } reason ? WireName.Of(reason) : null,
        new UsageView(row.InputTokens, row.OutputTokens, row.Steps),
        row.CostNanos / 1_000_000_000m);
}
