namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>How dates, times and lists are said to customers.</summary>
internal static class Wording
{
    public static string Day(DateOnly day) => day.ToString("dddd d MMMM yyyy");

    public static string Day(DateTime local) => local.ToString("dddd d MMMM yyyy");

    public static string Time(DateTime local) => local.ToString("HH:mm");

    public static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(@"hh\:mm");

    /// <summary>Joins with commas and a last "and" or "or".</summary>
    public static string List(IEnumerable<string> items, string last = "and")
    {
        var all = items.ToArray();
        return all.Length < 2 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} {last} {all[^1]}";
    }

    /// <summary>Says a start in the business's time zone, and in the staff member's own where the clock there shows another time.</summary>
    public static string Start(DateTimeOffset start, StaffMember staff, BusinessClock clock)
    {
        var local = clock.Local(start);
        var there = TimeZoneInfo.ConvertTime(start, TimeZoneInfo.FindSystemTimeZoneById(staff.TimeZone)).DateTime;
        return $"{Day(local)} at {Time(local)}{(there == local ? "" : $" ({Time(there)} for {staff.Name} in {staff.TimeZone})")}";
    }

    public static string Minutes(int minutes) => minutes % 60 == 0 && minutes >= 120 ? $"{minutes / 60} hours" : $"{minutes} minutes";
}
