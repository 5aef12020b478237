namespace Holdfast.Runs.Events;

/// <summary>The results that a call brought for items of a batch were validated, item by item: the checkpoint.</summary>
/// <param name="Items">What came of each item of the call.</param>
public sealed record BatchChecked(IReadOnlyList<BatchOutcome> Items) : RunEvent;
