using System.Globalization;

namespace Holdfast.Agents.Support;

/// <summary>Amounts and days as they are said to customers.</summary>
internal static class Wording
{
    public static string Money(long cents) => string.Create(CultureInfo.InvariantCulture, $"€{cents / 100m:0.00}");

    public static string Day(DateTimeOffset instant, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(instant, zone).ToString("dddd, d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>Whole days between two instants, as calendars in the zone count them.</summary>
    public static int DaysBetween(DateTimeOffset from, DateTimeOffset to, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(to, zone).DateTime).DayNumber - DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(from, zone).DateTime).DayNumber;

    public static string List(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count <= 1 ? string.Concat(all) : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    /// <summary>A text of a customer without control characters and spaces at its ends.</summary>
    public static string Clean(string text) => new string([.. text.Where(static character => !char.IsControl(character))]).Trim();
}
