using Holdfast.Runs;
using Holdfast.Server.Wire;

namespace Holdfast.Server.Sessions;

/// <summary>A message that was accepted durably.</summary>
/// <param name="Run">The run that it starts.</param>
/// <param name="Session">The session.</param>
/// <param name="Trace">The trace id: the run's.</param>
/// <param name="Repeated">Whether the same idempotency key was used before and this is that run.</param>
internal sealed record AcceptedView(string Run, string Session, string Trace, bool Repeated)
{
    public static AcceptedView Of(AcceptedRun accepted) =>
        new(WireId.Of(accepted.Run), WireId.Of(accepted.Session), WireId.Of(accepted.Run), accepted.Repeated);
}
