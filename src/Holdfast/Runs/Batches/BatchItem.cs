using System.Text.Json;

namespace Holdfast.Runs.Batches;

/// <summary>An item of a batch.</summary>
/// <param name="Id">Its id, 1 to 200 characters, unique in the batch: results are told by it.</param>
/// <param name="Input">What the model is given: any JSON value, such as a text.</param>
public sealed record BatchItem(string Id, JsonElement Input);
