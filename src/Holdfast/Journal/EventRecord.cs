namespace Holdfast.Journal;

/// <summary>One event as it is stored: metadata and serialised payload. Immutable once committed, except that a payload can be erased.</summary>
/// <param name="Sequence">The position in its session, from 1, without gaps.</param>
/// <param name="Run">The ordinal of the run in its session, from 1; 0 for what belongs to no run.</param>
/// <param name="Kind">What happened, such as <c>run.started</c>; ASCII, 40 characters at most.</param>
/// <param name="At">When, in UTC, in whole microseconds.</param>
/// <param name="Payload">UTF-8 JSON; empty when it was erased.</param>
/// <param name="Hash">The session's hash chain up to and including this event: 32 bytes, see <see cref="HashChain"/>.</param>
/// <param name="ErasedPayloadHash">The SHA-256 of the payload when it was erased, else empty.</param>
public sealed record EventRecord(
    long Sequence,
    int Run,
    string Kind,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Payload,
    ReadOnlyMemory<byte> Hash,
    ReadOnlyMemory<byte> ErasedPayloadHash = default);
