namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>An appointment as stored.</summary>
internal sealed record AppointmentRow(
    string Id,
    Client Client,
    string ClientName,
    string Service,
    string Staff,
    DateTimeOffset StartsAt,
    DateTimeOffset EndsAt,
    DateTimeOffset BusyUntil,
    string Status,
    int Version)
{
    public const string Booked = "booked";
    public const string Cancelled = "cancelled";
}
