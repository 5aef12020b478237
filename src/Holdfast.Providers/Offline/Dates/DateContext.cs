namespace Holdfast.Providers.Offline.Dates;

/// <summary>What a date is read against.</summary>
/// <param name="Now">The local time at which the text was said.</param>
/// <param name="BareHours">Whether a lone number may be an hour, because a time was asked for.</param>
internal readonly record struct DateContext(DateTime Now, bool BareHours = false)
{
    public DateOnly Today => DateOnly.FromDateTime(Now);
}
