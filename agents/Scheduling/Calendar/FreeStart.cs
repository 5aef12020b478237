namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>An instant at which a service can start with a staff member.</summary>
internal readonly record struct FreeStart(DateTimeOffset Start, StaffMember Staff);
