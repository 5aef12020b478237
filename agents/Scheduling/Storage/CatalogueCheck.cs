namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>Refuses a catalogue that could not be booked from, all faults at once.</summary>
internal static class CatalogueCheck
{
    public static void Demand(Catalogue catalogue)
    {
        var services = catalogue.Services.Select(service => service.Id).ToHashSet();
        var faults = catalogue.Services.SelectMany(Faults).Concat(catalogue.Staff.SelectMany(staff => Faults(staff, services))).ToArray();
        if (faults.Length > 0)
        {
            throw new ArgumentException(string.Join(" ", faults), nameof(catalogue));
        }
    }

    private static IEnumerable<string> Faults(Service service)
    {
        const int step = SchedulingSchema.SlotMinutes;
        if (service.Minutes <= 0 || service.BufferMinutes < 0 || service.Minutes % step != 0 || service.BufferMinutes % step != 0
            || service.Minutes + service.BufferMinutes > 24 * 60)
        {
            yield return $"Service '{service.Id}': duration and buffer must be multiples of {step} minutes, a day at most together.";
        }
    }

    private static IEnumerable<string> Faults(StaffMember staff, HashSet<string> services)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(staff.TimeZone, out _))
        {
            yield return $"Staff '{staff.Id}': '{staff.TimeZone}' is no IANA time zone of this machine (is tzdata installed?).";
        }

        foreach (var unknown in staff.Services.Where(service => !services.Contains(service)))
        {
            yield return $"Staff '{staff.Id}': there is no service '{unknown}'.";
        }

        foreach (var hours in staff.Hours.Where(hours => hours.Closes <= hours.Opens))
        {
            yield return $"Staff '{staff.Id}': on {hours.Day} work ends at {hours.Closes:HH:mm}, before it begins.";
        }
    }
}
