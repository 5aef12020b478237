namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>A span in which a staff member works, as instants.</summary>
internal readonly record struct Shift(DateTimeOffset Opens, DateTimeOffset Closes)
{
    /// <summary>Returns the shifts of a staff member on a day of the staff member's own calendar, absences taken out.</summary>
    public static IEnumerable<Shift> On(DateOnly day, StaffMember staff, IReadOnlyList<Absence> absences)
    {
        if (AbsenceOn(day, staff, absences) is not null)
        {
            yield break;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(staff.TimeZone);
        foreach (var hours in staff.Hours.Where(hours => hours.Day == day.DayOfWeek).OrderBy(hours => hours.Opens))
        {
            yield return new Shift(
                LocalTime.FirstInstantOrAfterGap(day.ToDateTime(hours.Opens), zone),
                LocalTime.LastInstant(day.ToDateTime(hours.Closes), zone));
        }
    }

    /// <summary>Returns the shifts that may touch a day of another zone's calendar: no two zones are more than a day apart.</summary>
    public static IEnumerable<Shift> Around(DateOnly day, StaffMember staff, IReadOnlyList<Absence> absences) =>
        Enumerable.Range(-1, 3).SelectMany(offset => On(day.AddDays(offset), staff, absences));

    public static Absence? AbsenceOn(DateOnly day, StaffMember staff, IReadOnlyList<Absence> absences) =>
        absences.FirstOrDefault(absence => (absence.Staff is null || absence.Staff == staff.Id) && absence.First <= day && day <= absence.Last);
}
