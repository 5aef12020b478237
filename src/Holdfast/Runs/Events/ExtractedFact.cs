using Holdfast.Memory;

namespace Holdfast.Runs.Events;

/// <summary>A fact that the user told of.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Subject">Whom or what it is about: <c>user</c>, or a name.</param>
/// <param name="Key">What of the subject, such as <c>address</c>.</param>
/// <param name="Value">The value.</param>
/// <param name="Sequence">The event of the message that says it.</param>
/// <param name="At">When it was said.</param>
/// <param name="Trusted">Whether no stranger's words had a part in it.</param>
public sealed record ExtractedFact(MemoryKind Kind, string Subject, string Key, string Value, long Sequence, DateTimeOffset At, bool Trusted = false);
