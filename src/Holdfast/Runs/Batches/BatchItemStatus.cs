namespace Holdfast.Runs.Batches;

/// <summary>How far an item of a batch is.</summary>
public enum BatchItemStatus
{
    /// <summary>It has no result yet; once the batch has ended, it gets none.</summary>
    Left,

    /// <summary>It has a result that satisfies the schema.</summary>
    Done,

    /// <summary>It has none, for good; the violations tell why.</summary>
    Failed,
}
