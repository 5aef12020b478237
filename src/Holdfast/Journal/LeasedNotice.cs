namespace Holdfast.Journal;

/// <summary>A notice that is to be sent now, by whoever leased it.</summary>
/// <param name="Notice">The notice.</param>
/// <param name="Attempt">Which attempt this is, from 1.</param>
public sealed record LeasedNotice(Notice Notice, int Attempt);
