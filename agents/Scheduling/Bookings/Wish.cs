using Holdfast.Agents.Scheduling.Calendar;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>A service at an instant, with somebody or anyone, and the appointment that it would replace, if any.</summary>
internal sealed record Wish(Service Service, DateTimeOffset Start, StaffMember? Staff, string? Replaces)
{
    public DateTimeOffset End => Start.AddMinutes(Service.Minutes);

    public DateTimeOffset BusyUntil => End.AddMinutes(Service.BufferMinutes);
}
