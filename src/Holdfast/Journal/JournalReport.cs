namespace Holdfast.Journal;

/// <summary>What the verification of a session's journal found.</summary>
/// <param name="Session">The session.</param>
/// <param name="Events">How many events are as they were written, up to the first that is not.</param>
/// <param name="Erased">How many of them had their payload erased, which the chain allows.</param>
/// <param name="Fault">What is wrong with the first event that is not as it was written; null when all are.</param>
/// <param name="Sequence">That event's sequence number, or null.</param>
public sealed record JournalReport(Guid Session, long Events, long Erased, string? Fault, long? Sequence);
