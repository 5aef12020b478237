using System.Text.Json;
using Holdfast.Runs.Batches;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>A line of the results.</summary>
/// <param name="Id">The item's id.</param>
/// <param name="Status"><c>done</c>, <c>failed</c> or <c>left</c>.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Result">The result; left out unless it is done.</param>
/// <param name="Violations">What was wrong with the last try; left out when nothing was.</param>
internal sealed record BatchResultView(string Id, string Status, int Tries, JsonElement? Result, IReadOnlyList<string>? Violations)
{
    public static BatchResultView Of(BatchResult result) =>
        new(result.Id, WireName.Of(result.Status), result.Tries, result.Result, result.Violations.Count == 0 ? null : result.Violations);
}
