using Holdfast.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Batches;

/// <summary>A batch that was accepted durably.</summary>
/// <param name="Id">Its id: that of the run that works on it.</param>
/// <param name="Repeated">Whether the same idempotency key was used before and this is that batch.</param>
/// <param name="Links">Where to go on.</param>
internal sealed record BatchAcceptedView(string Id, bool Repeated, BatchLinks Links)
{
    public static BatchAcceptedView Of(AcceptedRun accepted) => new(WireId.Of(accepted.Run), accepted.Repeated, BatchLinks.Of(accepted.Run));
}
