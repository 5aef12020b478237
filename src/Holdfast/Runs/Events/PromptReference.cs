namespace Holdfast.Runs.Events;

/// <summary>What a prompt was built from. The prompt itself is never copied: the agent version and these events give it back.</summary>
/// <param name="From">The first event whose message was in it.</param>
/// <param name="To">The last event whose message was in it.</param>
/// <param name="Messages">How many messages, the instructions not counted.</param>
/// <param name="Instruction">What was appended for this call only, such as the current step of a plan; or null.</param>
public sealed record PromptReference(long From, long To, int Messages, string? Instruction = null);
