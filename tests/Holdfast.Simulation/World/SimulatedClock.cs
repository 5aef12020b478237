namespace Holdfast.Simulation.World;

/// <summary>The world's clock: it begins on Monday 16 March 2026, 09:00 in Berlin, runs as fast as the real one, and can jump.</summary>
/// <param name="origin">The real moment at which it begins; null for now. Processes with the same origin have the same clock.</param>
internal sealed class SimulatedClock(DateTimeOffset? origin = null) : TimeProvider
{
    private long jumped;

    public DateTimeOffset Origin { get; } = origin ?? TimeProvider.System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero) + (TimeProvider.System.GetUtcNow() - Origin) + TimeSpan.FromTicks(Volatile.Read(ref jumped));

    public void Jump(TimeSpan by) => Interlocked.Add(ref jumped, by.Ticks);
}
