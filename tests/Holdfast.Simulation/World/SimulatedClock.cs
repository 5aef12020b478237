namespace Holdfast.Simulation.World;

/// <summary>The world's clock: it begins on Monday 16 March 2026, 09:00 in Berlin, runs as fast as the real one, and can jump.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly long started = TimeProvider.System.GetTimestamp();
    private long jumped;

    public override DateTimeOffset GetUtcNow() =>
        new DateTimeOffset(2026, 3, 16, 8, 0, 0, TimeSpan.Zero) + TimeProvider.System.GetElapsedTime(started) + TimeSpan.FromTicks(Volatile.Read(ref jumped));

    public void Jump(TimeSpan by) => Interlocked.Add(ref jumped, by.Ticks);
}
