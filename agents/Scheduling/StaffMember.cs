namespace Holdfast.Agents.Scheduling;

/// <summary>A person with a calendar.</summary>
/// <param name="Id">A short stable id, such as <c>mara</c>.</param>
/// <param name="Name">The name customers use.</param>
/// <param name="TimeZone">The IANA time zone of the working hours, such as <c>America/New_York</c>.</param>
/// <param name="Services">The ids of the services this person gives.</param>
/// <param name="Hours">When this person works.</param>
public sealed record StaffMember(
    string Id, string Name, string TimeZone, IReadOnlyList<string> Services, IReadOnlyList<WorkingHours> Hours);
