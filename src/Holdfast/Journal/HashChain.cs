using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Journal;

/// <summary>The hash chain over a session's events: SHA-256 over the previous hash, the metadata and the payload's SHA-256.</summary>
/// <remarks>Because only the payload's hash goes in, a payload can be erased and the chain still be verified.</remarks>
public static class HashChain
{
    /// <summary>The bytes of one hash.</summary>
    public const int Size = 32;

    [ThreadStatic]
    private static IncrementalHash? cachedDigest;

    /// <summary>Returns the chain's next hash.</summary>
    /// <param name="previous">The hash of the event before, or empty for the first.</param>
    /// <param name="session">The session.</param>
    /// <param name="sequence">The event's sequence number.</param>
    /// <param name="run">The run's ordinal.</param>
    /// <param name="kind">The event's kind, 40 ASCII characters at most.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="payloadHash">The SHA-256 of the payload.</param>
    public static byte[] Next(
        ReadOnlySpan<byte> previous, Guid session, long sequence, int run, string kind, DateTimeOffset at, ReadOnlySpan<byte> payloadHash)
    {
        Span<byte> input = stackalloc byte[Size + 16 + 8 + 4 + 8 + Size + 40];
        input[..Size].Clear();
        previous.CopyTo(input);
        session.TryWriteBytes(input[Size..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(input[48..], sequence);
        BinaryPrimitives.WriteInt32BigEndian(input[56..], run);
        BinaryPrimitives.WriteInt64BigEndian(input[60..], ToMicroseconds(at));
        payloadHash.CopyTo(input[68..]);
        var written = Encoding.ASCII.GetBytes(kind, input[100..]);
        var hash = new byte[Size];
        Digest(input[..(100 + written)], hash);
        return hash;
    }

    /// <summary>Returns the chain's next hash for an event whose payload is at hand.</summary>
    /// <param name="previous">The hash of the event before, or empty for the first.</param>
    /// <param name="session">The session.</param>
    /// <param name="sequence">The event's sequence number.</param>
    /// <param name="run">The run's ordinal.</param>
    /// <param name="kind">The event's kind, 40 ASCII characters at most.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="payload">The payload itself.</param>
    public static byte[] NextOf(
        ReadOnlySpan<byte> previous, Guid session, long sequence, int run, string kind, DateTimeOffset at, ReadOnlySpan<byte> payload)
    {
        Span<byte> payloadHash = stackalloc byte[Size];
        Digest(payload, payloadHash);
        return Next(previous, session, sequence, run, kind, at, payloadHash);
    }

    /// <summary>Returns whether <paramref name="record"/> is what was chained after <paramref name="previous"/>.</summary>
    /// <param name="previous">The hash of the event before, or empty for the first.</param>
    /// <param name="session">The session.</param>
    /// <param name="record">The stored event.</param>
    public static bool Verify(ReadOnlySpan<byte> previous, Guid session, EventRecord record)
    {
        var expected = record.ErasedPayloadHash.IsEmpty
            ? NextOf(previous, session, record.Sequence, record.Run, record.Kind, record.At, record.Payload.Span)
            : Next(previous, session, record.Sequence, record.Run, record.Kind, record.At, record.ErasedPayloadHash.Span);
        return record.Hash.Span.SequenceEqual(expected);
    }

    /// <summary>SHA-256 with a kept digest: at a few hundred bytes, setting one up costs as much as the hashing.</summary>
    private static void Digest(ReadOnlySpan<byte> data, Span<byte> hash)
    {
        var digest = cachedDigest ??= IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(data);
        digest.GetHashAndReset(hash);
    }

    /// <summary>The microseconds since 1970-01-01 UTC: how times are stored and chained.</summary>
    public static long ToMicroseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10;

    /// <summary>The time of so many microseconds since 1970-01-01 UTC.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10);
}
