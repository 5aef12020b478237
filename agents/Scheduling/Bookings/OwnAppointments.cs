using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Finds the appointments that a client may see and change.</summary>
internal static class OwnAppointments
{
    /// <summary>Returns the client's appointment with a number.</summary>
    /// <exception cref="ToolException">There is none with this number, or it is somebody else's: the same words for both.</exception>
    public static async Task<AppointmentRow> FindOwnAsync(
        this TableConnection connection, Client client, string number, CancellationToken cancellationToken)
    {
        var id = number.Trim().ToUpperInvariant();
        var row = await connection.FindAppointmentAsync(id, cancellationToken);
        return row is not null && client.Owns(row) ? row : throw new ToolException(
            $"You have no appointment {id}. Check the number (such as APT-7F3K2Q), or list the coming appointments with get_client_preferences.");
    }

    /// <summary>Finds an appointment and keeps other writers off it and its calendars until the transaction ends.</summary>
    public static async Task<AppointmentRow> FindOwnForChangeAsync(
        this TableConnection connection, Client client, string number, Catalogue catalogue, CancellationToken cancellationToken)
    {
        var row = await connection.FindOwnAsync(client, number, cancellationToken);
        var staff = catalogue.Staff.Where(member => member.Services.Contains(row.Service)).Select(member => member.Id);
        await connection.LockCalendarsAsync(staff.Append(row.Staff), cancellationToken);
        return await connection.FindOwnAsync(client, number, cancellationToken);
    }

    /// <summary>Refuses a wish at a time when the client has another appointment.</summary>
    /// <exception cref="ToolException">The client is somewhere else at that time.</exception>
    public static async Task DemandClientFreeAsync(
        this TableConnection connection, Client client, Wish wish, Catalogue catalogue, BusinessClock clock, CancellationToken cancellationToken)
    {
        var upcoming = await connection.ReadUpcomingAsync(client, wish.Start, 20, cancellationToken);
        if (upcoming.FirstOrDefault(row => row.StartsAt < wish.End && row.Id != wish.Replaces) is { } clash)
        {
            var (service, staff) = catalogue.Of(clash);
            throw new ToolException(
                $"You already have {service.Name} with {staff.Name} on {Wording.Start(clash.StartsAt, staff, clock)} ({clash.Id}). Choose another time, or reschedule or cancel that one.");
        }
    }

    public static (Service Service, StaffMember Staff) Of(this Catalogue catalogue, AppointmentRow row) =>
        (catalogue.Services.Single(service => service.Id == row.Service), catalogue.Staff.Single(staff => staff.Id == row.Staff));
}
