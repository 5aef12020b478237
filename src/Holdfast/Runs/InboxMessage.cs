namespace Holdfast.Runs;

/// <summary>A message that waits to start a run.</summary>
/// <param name="Text">What the user says.</param>
/// <param name="Trigger">What brought it: null for a message.</param>
internal sealed record InboxMessage(string Text, string? Trigger = null);
