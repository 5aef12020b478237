namespace Holdfast.Cli.Trace;

/// <summary>What the verification of a session found.</summary>
/// <param name="Session">The session.</param>
/// <param name="Events">How many events it has.</param>
/// <param name="Erased">How many of them had their payload erased.</param>
/// <param name="Fault">What is wrong, or null when nothing is.</param>
/// <param name="Sequence">The first event that is not what was written, or null.</param>
internal sealed record VerifiedSession(string Session, long Events, long Erased, string? Fault, long? Sequence);
