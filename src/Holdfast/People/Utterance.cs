namespace Holdfast.People;

/// <summary>Something that was said in a session.</summary>
/// <param name="Sequence">The sequence number of the event that says so.</param>
/// <param name="At">When.</param>
/// <param name="Speaker">Who.</param>
/// <param name="Text">What; empty when it was erased.</param>
/// <param name="By">The person who answered in place of the agent; else null.</param>
/// <param name="Run">The run that it belongs to; null for what a person answered.</param>
public sealed record Utterance(long Sequence, DateTimeOffset At, Speaker Speaker, string Text, string? By = null, Guid? Run = null);
