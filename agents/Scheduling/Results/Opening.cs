namespace Holdfast.Agents.Scheduling;

/// <summary>A start that can be booked.</summary>
/// <param name="Start">The local start in the business's time zone, such as <c>2026-03-30T10:00</c>, as booking takes it.</param>
/// <param name="Staff">The staff member's name.</param>
public sealed record Opening(string Start, string Staff);
