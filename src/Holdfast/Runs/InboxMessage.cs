using Holdfast.Safety.Guards;

namespace Holdfast.Runs;

/// <summary>A message that waits to start a run.</summary>
/// <param name="Text">What the user says.</param>
/// <param name="Trigger">What brought it: null for a message.</param>
/// <param name="Verdict">What the guards made of it before it was written; null when a version without them wrote it.</param>
/// <param name="Reports">What they said.</param>
/// <param name="CalledBy">The run whose agent gives this as a task, or null.</param>
/// <param name="Trust">What the caller's labels rest on, as far as it counts here; or null.</param>
internal sealed record InboxMessage(string Text, string? Trigger = null, GuardVerdict? Verdict = null, IReadOnlyList<GuardReport>? Reports = null, CallingRun? CalledBy = null,
    CarriedTrust? Trust = null);
