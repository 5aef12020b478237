namespace Holdfast.Agents.Scheduling;

/// <summary>What can be booked, with whom, and when nobody works.</summary>
/// <param name="Services">All services.</param>
/// <param name="Staff">All staff members.</param>
/// <param name="Absences">Holidays and vacations.</param>
public sealed record Catalogue(IReadOnlyList<Service> Services, IReadOnlyList<StaffMember> Staff, IReadOnlyList<Absence> Absences);
