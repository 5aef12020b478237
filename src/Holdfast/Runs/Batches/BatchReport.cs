namespace Holdfast.Runs.Batches;

/// <summary>A batch as it stands.</summary>
/// <param name="Run">The run that works on it: its status, reason, usage and cost. Its id is the batch's.</param>
/// <param name="Items">How many items it has.</param>
/// <param name="Results">What became of each item, in the order of the batch; empty until the run has begun.</param>
public sealed record BatchReport(RunResult Run, int Items, IReadOnlyList<BatchResult> Results)
{
    /// <summary>How many items have a result.</summary>
    public int Done => Results.Count(static r => r.Status == BatchItemStatus.Done);

    /// <summary>How many have none, for good.</summary>
    public int Failed => Results.Count(static r => r.Status == BatchItemStatus.Failed);

    /// <summary>How many were not worked on to the end.</summary>
    public int Left => Items - Done - Failed;
}
