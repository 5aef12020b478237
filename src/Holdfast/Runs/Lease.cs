namespace Holdfast.Runs;

/// <summary>This worker's proof that it is alive: others take its sessions over when the heartbeat is older than <see cref="Duration"/>.</summary>
internal sealed class Lease(TimeSpan duration, TimeProvider time)
{
    private long renewedAt = time.GetTimestamp();

    public TimeSpan Duration { get; } = duration;

    /// <summary>Whether so much of the lease is left that an effect may be started.</summary>
    /// <remarks>A process that was frozen for long must not act on an ownership that it may have lost meanwhile.</remarks>
    public bool IsFresh => time.GetElapsedTime(Volatile.Read(ref renewedAt)) < Duration * 0.6;

    /// <summary>A heartbeat that was begun at <paramref name="timestamp"/> has arrived.</summary>
    public void Renewed(long timestamp) => Volatile.Write(ref renewedAt, timestamp);
}
