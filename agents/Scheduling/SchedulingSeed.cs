using Holdfast.Agents.Scheduling.Bookings;
using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;

namespace Holdfast.Agents.Scheduling;

/// <summary>The demo business: a small studio in Berlin with a nutritionist who works from New York by video.</summary>
public static class SchedulingSeed
{
    private const int TakenDays = 14;

    /// <summary>Fills the tables; what is there already stays. May be applied at every start, and takes further days as time goes on.</summary>
    /// <remarks>On each working day of the coming two weeks Mara Lindner is taken at 10:00 and Jonas Weber at 11:00 (Berlin time).
    /// The user <c>maria</c> of tenant <c>default</c> has preferences on file.</remarks>
    /// <param name="store">The store, its tables created.</param>
    /// <param name="time">Says what "today" is.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static async Task ApplyAsync(SchedulingStore store, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var now = time.GetUtcNow();
        var catalogue = SeedCatalogue.Create(DateOnly.FromDateTime(now.UtcDateTime));
        await store.SaveCatalogueAsync(catalogue, cancellationToken);
        await store.Tables.WriteAsync(
            async connection =>
            {
                await connection.LockCalendarsAsync(catalogue.Staff.Select(staff => staff.Id), cancellationToken);
                await AddMariaAsync(connection, cancellationToken);
                foreach (var (staff, service, hour) in SeedCatalogue.Taken)
                {
                    await TakeAsync(connection, store.Ids, await connection.ReadCatalogueAsync(cancellationToken), staff, service, hour, now, cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }

    private static async Task AddMariaAsync(TableConnection connection, CancellationToken cancellationToken)
    {
        var maria = new Client("default", "maria", "");
        if (await connection.ReadProfileAsync(maria, cancellationToken) == ClientProfile.Unknown)
        {
            var profile = new ClientProfile("Maria Brandt", "maria@example.com", "mara", DayPart.Morning, "Likes a quiet room.");
            await connection.SaveProfileAsync(maria, profile, cancellationToken);
        }
    }

    private static async Task TakeAsync(
        TableConnection connection,
        IdSource ids,
        Catalogue catalogue,
        string staffId,
        string serviceId,
        int hour,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var service = catalogue.Services.Single(item => item.Id == serviceId);
        var staff = catalogue.Staff.Single(item => item.Id == staffId);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(staff.TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        for (var day = today.AddDays(1); day <= today.AddDays(TakenDays); day = day.AddDays(1))
        {
            var start = LocalTime.FirstInstantOrAfterGap(day.ToDateTime(new TimeOnly(hour, 0)), zone);
            var wish = new Wish(service, start, staff, null);
            var key = $"seed/{staffId}/{day:yyyy-MM-dd}/{hour}";
            var isWorked = Shift.On(day, staff, catalogue.Absences).Any(shift => shift.Opens <= start && wish.End <= shift.Closes);
            if (!isWorked
                || (await connection.ReadBusyAsync(start, wish.BusyUntil, null, cancellationToken)).Any(busy => busy.Staff == staffId)
                || !await connection.TryAddRequestAsync(new WriteRequest(key, "seed"), now, cancellationToken))
            {
                continue;
            }

            var client = new Client("default", "walk-in", "");
            var row = new AppointmentRow(
                AppointmentNumber.New(ids), client, "Walk-in", serviceId, staffId, start, wish.End, wish.BusyUntil, AppointmentRow.Booked, 1);
            await connection.AddAppointmentAsync(row, key, now, cancellationToken);
        }
    }
}
