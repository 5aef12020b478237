namespace Holdfast.Runs.Events;

/// <summary>The session started with what is known of its user.</summary>
/// <param name="Items">What its models are shown: only what no stranger's words had a part in.</param>
/// <param name="Unverified">How many more there are that strangers' words had a part in; the tool <c>recall</c> shows them.</param>
public sealed record MemoryRecalled(IReadOnlyList<RecalledItem> Items, int Unverified = 0) : RunEvent;
