using Holdfast.Runs.Batches;
using Holdfast.Server.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>A batch as it stands.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status"><c>queued</c>, <c>running</c> or <c>finished</c>.</param>
/// <param name="Reason">Why it ended: <c>completed</c> when every item is done or failed, else a limit, <c>cancelled</c> or a failure; null while it has not.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Done">How many have a result.</param>
/// <param name="Failed">How many have none, for good.</param>
/// <param name="Left">How many were not worked on to the end.</param>
/// <param name="Error">What went wrong with the batch as a whole, or null.</param>
/// <param name="Usage">What it used.</param>
/// <param name="Cost">What it cost, in USD.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="FinishedAt">When it ended, or null.</param>
/// <param name="Links">Where to go on.</param>
internal sealed record BatchView(
    string Id, string Status, string? Reason, int Items, int Done, int Failed, int Left, string? Error, UsageView Usage, decimal Cost, DateTimeOffset AcceptedAt, DateTimeOffset? FinishedAt,
    BatchLinks Links)
{
    public static BatchView Of(BatchReport report) => new(
        WireId.Of(report.Run.Run),
        WireName.Of(report.Run.Status),
        report.Run.Reason is { } reason ? WireName.Of(reason) : null,
        report.Items,
        report.Done,
        report.Failed,
        report.Left,
        report.Run.Error,
        new UsageView(report.Run.InputTokens, report.Run.OutputTokens, report.Run.Steps),
        report.Run.Cost,
        report.Run.AcceptedAt,
        report.Run.FinishedAt,
        BatchLinks.Of(report.Run.Run));
}
