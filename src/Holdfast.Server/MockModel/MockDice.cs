using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Holdfast.Server.MockModel;

/// <summary>The seeded numbers of one request (SplitMix64): its fault, its ids, its pieces.</summary>
internal sealed class MockDice(ulong start)
{
    private ulong state = start;

    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    public int Next(int exclusiveLimit) => (int)(Next() % (ulong)exclusiveLimit);

    public string Id(string prefix) => string.Create(prefix.Length + 24, (prefix, this), static (span, source) =>
    {
        source.prefix.CopyTo(span);
        for (var index = source.prefix.Length; index < span.Length; index++)
        {
            span[index] = Alphabet[source.Item2.Next(Alphabet.Length)];
        }
    });

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        return Mix(state);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>
    /// Deals dice by the seed, what the request says, and how often the same was said before. So the numbers do not depend on the
    /// order in which concurrent requests arrive, and a retry of the same request draws anew.
    /// </summary>
    internal sealed class Dealer(int seed)
    {
        private readonly ConcurrentDictionary<ulong, int> seen = new();

        public MockDice Deal(MockProtocol protocol, ReadOnlySpan<byte> body)
        {
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(body, hash);
            var key = BinaryPrimitives.ReadUInt64LittleEndian(hash) ^ Mix((uint)seed + ((ulong)protocol << 32) + 1);
            var times = seen.AddOrUpdate(key, 1, static (_, count) => count + 1);
            return new MockDice(Mix(key + (ulong)times));
        }

        public void Reset() => seen.Clear();
    }
}
