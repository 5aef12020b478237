namespace Holdfast.Agents.Scheduling;

/// <summary>The free start times of one staff member on a day.</summary>
/// <param name="Staff">The staff member's name.</param>
/// <param name="Times">Start times such as <c>09:15</c>, in the business's time zone, in order.</param>
public sealed record StaffTimes(string Staff, IReadOnlyList<string> Times);
