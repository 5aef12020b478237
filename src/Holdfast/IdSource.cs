using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Holdfast;

/// <summary>Makes the ids of sessions, runs and calls, and the jitter of retries. A seeded one makes a simulation repeatable.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public abstract class IdSource
{
    /// <summary>The source used in production: version 7 UUIDs, ordered by time, from the system's random generator.</summary>
    public static IdSource System { get; } = new SystemIdSource();

    /// <summary>Returns a new id, unique in this deployment, roughly ordered by <paramref name="now"/>.</summary>
    /// <param name="now">The current time, from the caller's <see cref="TimeProvider"/>.</param>
    public abstract Guid NewId(DateTimeOffset now);

    /// <summary>Returns a random number, at least 0 and less than 1.</summary>
    public abstract double NextDouble();

    /// <summary>Returns a repeatable source: the same seed gives the same sequence of ids and numbers.</summary>
    /// <param name="seed">Any number.</param>
    public static IdSource Seeded(int seed) => new SeededIdSource(seed);

    private sealed class SystemIdSource : IdSource
    {
        public override Guid NewId(DateTimeOffset now) => Guid.CreateVersion7(now);

        public override double NextDouble() => RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue;
    }

    private sealed class SeededIdSource(int seed) : IdSource
    {
        private readonly Lock gate = new();
        private readonly Random random = new(seed);

        public override Guid NewId(DateTimeOffset now)
        {
            Span<byte> bytes = stackalloc byte[16];
            lock (gate)
            {
                random.NextBytes(bytes);
            }

            BinaryPrimitives.WriteInt64BigEndian(bytes, (now.ToUnixTimeMilliseconds() << 16) | 0x7000 | (uint)(bytes[6] & 0x0F) << 8 | bytes[7]);
            bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
            return new Guid(bytes, bigEndian: true);
        }

        public override double NextDouble()
        {
            lock (gate)
            {
                return random.NextDouble();
            }
        }
    }
}
