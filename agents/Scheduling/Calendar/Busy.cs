namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>A span in which a staff member is taken, buffer included.</summary>
internal readonly record struct Busy(string Staff, DateTimeOffset From, DateTimeOffset Until);
