using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>Where to go on with a batch.</summary>
/// <param name="Self">How it stands.</param>
/// <param name="Results">The results, as JSON Lines.</param>
/// <param name="Cancel">Ends it; a POST.</param>
/// <param name="Run">The run that works on it.</param>
internal sealed record BatchLinks(string Self, string Results, string Cancel, string Run)
{
    public static BatchLinks Of(Guid id) => new($"/v1/batches/{WireId.Of(id)}", $"/v1/batches/{WireId.Of(id)}/results", $"/v1/batches/{WireId.Of(id)}/cancel", $"/v1/runs/{WireId.Of(id)}");
}
