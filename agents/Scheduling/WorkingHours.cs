namespace Holdfast.Agents.Scheduling;

/// <summary>A span of work on one weekday, in the staff member's time zone. A day may have several.</summary>
/// <param name="Day">The weekday.</param>
/// <param name="Opens">The first possible start.</param>
/// <param name="Closes">When appointments must have ended; after <paramref name="Opens"/>.</param>
public sealed record WorkingHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);
