namespace Holdfast.Runs;

/// <summary>A tool call that left the window and still counts.</summary>
/// <param name="Sequence">The sequence number of its result.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Digest">What it did, by which a repetition is known; 0 where it did nothing.</param>
public sealed record CarriedCall(long Sequence, string Tool, long Digest);
