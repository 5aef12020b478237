namespace Holdfast.Agents.Scheduling.Calendar;

/// <summary>Instants from wall-clock times, with the days on which clocks change.</summary>
internal static class LocalTime
{
    /// <summary>Returns the first instant at which a clock in the zone shows the time, or null when it skips it.</summary>
    public static DateTimeOffset? FirstInstant(DateTime local, TimeZoneInfo zone) => zone.IsInvalidTime(local)
        ? null
        : new DateTimeOffset(local, IsTwice(local, zone) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local)).ToUniversalTime();

    /// <summary>Returns the last instant at which a clock in the zone shows the time, or the end of the gap when it skips it.</summary>
    public static DateTimeOffset LastInstant(DateTime local, TimeZoneInfo zone) => IsTwice(local, zone)
        ? new DateTimeOffset(local, zone.GetAmbiguousTimeOffsets(local).Min()).ToUniversalTime()
        : FirstInstantOrAfterGap(local, zone);

    /// <summary>Returns the first instant at which a clock in the zone shows the time, or the end of the gap when it skips it.</summary>
    public static DateTimeOffset FirstInstantOrAfterGap(DateTime local, TimeZoneInfo zone) =>
        FirstInstant(local, zone) ?? FirstInstant(NextValid(local, zone), zone)!.Value;

    /// <summary>Whether a clock in the zone shows the time twice.</summary>
    public static bool IsTwice(DateTime local, TimeZoneInfo zone) => zone.IsAmbiguousTime(local);

    /// <summary>Returns the first whole minute from <paramref name="local"/> on that a clock in the zone shows.</summary>
    public static DateTime NextValid(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        return local;
    }
}
