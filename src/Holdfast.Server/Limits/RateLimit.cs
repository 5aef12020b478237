using System.Collections.Concurrent;

namespace Holdfast.Server.Limits;

/// <summary>One bucket of tokens per key: full at first, refilled evenly, one token per request.</summary>
/// <param name="perMinute">How many tokens a bucket holds, and how many come back in a minute; 0 for no limit.</param>
/// <param name="time">The clock.</param>
internal sealed class RateLimit(int perMinute, TimeProvider time)
{
    private const int MostKept = 100_000;

    /// <summary>When each bucket will be full again: that says all about it.</summary>
    private readonly ConcurrentDictionary<string, long> fullAt = new(StringComparer.Ordinal);
    private int added;

    /// <summary>Takes a token; returns null, or how long it takes until there is one.</summary>
    public TimeSpan? Take(string key)
    {
        if (perMinute == 0)
        {
            return null;
        }

        var minute = time.TimestampFrequency * 60;
        while (true)
        {
            var now = time.GetTimestamp();
            var isKnown = fullAt.TryGetValue(key, out var full);
            var next = Math.Max(now, full) + (minute / perMinute);
            if (next - now > minute)
            {
                return time.GetElapsedTime(now + minute, next);
            }

            if (isKnown ? fullAt.TryUpdate(key, next, full) : fullAt.TryAdd(key, next))
            {
                if (!isKnown && Interlocked.Increment(ref added) >= MostKept)
                {
                    Sweep(now);
                }

                return null;
            }
        }
    }

    /// <summary>Forgets full buckets, which are as good as new ones; all of them when that is not enough, so that nobody fills the memory.</summary>
    private void Sweep(long now)
    {
        foreach (var (key, full) in fullAt)
        {
            if (full <= now)
            {
                fullAt.TryRemove(KeyValuePair.Create(key, full));
            }
        }

        if (fullAt.Count >= MostKept)
        {
            fullAt.Clear();
        }

        Interlocked.Exchange(ref added, fullAt.Count);
    }
}
