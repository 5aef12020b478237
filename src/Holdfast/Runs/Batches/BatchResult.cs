using System.Text.Json;

namespace Holdfast.Runs.Batches;

/// <summary>What became of an item.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Status">How far it is.</param>
/// <param name="Result">The result, which satisfies the schema; null unless it is done.</param>
/// <param name="Violations">What was wrong with the last try; empty when nothing was.</param>
/// <param name="Tries">How often it was tried, 0 to 3.</param>
public sealed record BatchResult(string Id, BatchItemStatus Status, JsonElement? Result, IReadOnlyList<string> Violations, int Tries);
