using Holdfast.Agents.Scheduling.Calendar;
using Holdfast.Agents.Scheduling.Storage;
using Holdfast.Tools;

namespace Holdfast.Agents.Scheduling.Bookings;

/// <summary>Books, moves and cancels, each in one transaction with the record of its call.</summary>
internal sealed class BookingDesk(SchedulingStore store, SchedulingOptions options)
{
    public Task<AppointmentResult> BookAsync(
        ToolContext context, string service, string start, string? staff, string? clientName, CancellationToken cancellationToken) =>
        OnceAsync(
            WriteRequest.Of("book_appointment", context, service, start, staff, clientName),
            context,
            async (connection, clock) =>
            {
                var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
                var wished = catalogue.FindService(service);
                var named = catalogue.FindStaff(staff, wished);
                var (instant, remark) = clock.ReadStart(start);
                var wish = new Wish(wished, instant, named, null);
                await connection.LockCalendarsAsync(Able(catalogue, wished), cancellationToken);
                var client = Client.Of(context);
                var profile = await connection.ReadProfileAsync(client, cancellationToken);
                await connection.DemandClientFreeAsync(client, wish, catalogue, clock, cancellationToken);
                var giver = await new WishCheck(connection, catalogue, options, clock).GrantAsync(wish, profile.PreferredStaff, cancellationToken);
                if (Clean(clientName) is { } name && name != profile.Name)
                {
                    profile = profile with { Name = name };
                    await connection.SaveProfileAsync(client, profile, cancellationToken);
                }

                var row = new AppointmentRow(
                    await NewNumberAsync(connection, cancellationToken),
                    client,
                    profile.Name ?? client.User,
                    wished.Id,
                    giver.Id,
                    wish.Start,
                    wish.End,
                    wish.BusyUntil,
                    AppointmentRow.Booked,
                    1);
                await connection.AddAppointmentAsync(row, context.IdempotencyKey, clock.Now, cancellationToken);
                return Result(
                    $"Booked: {wished.Name} ({Wording.Minutes(wished.Minutes)}) with {giver.Name} on {Wording.Start(row.StartsAt, giver, clock)}. Your appointment number is {row.Id}. Price: {wished.Price}.",
                    remark,
                    row,
                    catalogue,
                    clock);
            },
            cancellationToken);

    public Task<AppointmentResult> RescheduleAsync(
        ToolContext context, string appointmentId, string newStart, string? staff, CancellationToken cancellationToken) =>
        OnceAsync(
            WriteRequest.Of("reschedule_appointment", context, appointmentId, newStart, staff),
            context,
            async (connection, clock) =>
            {
                var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
                var client = Client.Of(context);
                var old = await connection.FindOwnForChangeAsync(client, appointmentId, catalogue, cancellationToken);
                DemandChangeable(old, clock, "moved");
                var (service, current) = catalogue.Of(old);
                var (instant, remark) = clock.ReadStart(newStart);
                var wish = new Wish(service, instant, catalogue.FindStaff(staff, service) ?? current, old.Id);
                if (wish.Start == old.StartsAt && wish.Staff == current)
                {
                    return Result($"{old.Id} is already on {Wording.Start(old.StartsAt, current, clock)} with {current.Name}.", null, old, catalogue, clock);
                }

                await connection.DemandClientFreeAsync(client, wish, catalogue, clock, cancellationToken);
                var giver = await new WishCheck(connection, catalogue, options, clock).GrantAsync(wish, null, cancellationToken);
                var moved = old with { Staff = giver.Id, StartsAt = wish.Start, EndsAt = wish.End, BusyUntil = wish.BusyUntil };
                await connection.ChangeAppointmentAsync(moved, cancellationToken);
                return Result(
                    $"Moved: {moved.Id}, {service.Name} with {giver.Name}, is now on {Wording.Start(moved.StartsAt, giver, clock)}; it was on {Wording.Start(old.StartsAt, current, clock)}.",
                    remark,
                    moved,
                    catalogue,
                    clock);
            },
            cancellationToken);

    public Task<AppointmentResult> CancelAsync(ToolContext context, string appointmentId, CancellationToken cancellationToken) =>
        OnceAsync(
            WriteRequest.Of("cancel_appointment", context, appointmentId),
            context,
            async (connection, clock) =>
            {
                var catalogue = await connection.ReadCatalogueAsync(cancellationToken);
                var old = await connection.FindOwnForChangeAsync(Client.Of(context), appointmentId, catalogue, cancellationToken);
                var (service, staff) = catalogue.Of(old);
                var what = $"{old.Id}, {service.Name} with {staff.Name} on {Wording.Start(old.StartsAt, staff, clock)}";
                if (old.Status == AppointmentRow.Cancelled)
                {
                    return Result($"{what}, was cancelled already. Nothing is left to do.", null, old, catalogue, clock);
                }

                DemandChangeable(old, clock, "cancelled");
                var cancelled = old with { Status = AppointmentRow.Cancelled };
                await connection.ChangeAppointmentAsync(cancelled, cancellationToken);
                return Result($"Cancelled: {what}.", null, cancelled, catalogue, clock);
            },
            cancellationToken);

    private static IEnumerable<string> Able(Catalogue catalogue, Service service) =>
        catalogue.Staff.Where(staff => staff.Services.Contains(service.Id)).Select(staff => staff.Id);

    private static void DemandChangeable(AppointmentRow row, BusinessClock clock, string verb)
    {
        if (row.Status == AppointmentRow.Cancelled)
        {
            throw new ToolException($"{row.Id} was cancelled and cannot be {verb}. Book a new appointment instead.");
        }

        if (row.StartsAt <= clock.Now)
        {
            var local = clock.Local(row.StartsAt);
            throw new ToolException($"{row.Id} began on {Wording.Day(local)} at {Wording.Time(local)} and can no longer be {verb}.");
        }
    }

    private static string? Clean(string? name)
    {
        var text = new string([.. (name ?? "").Where(character => !char.IsControl(character))]).Trim();
        return text.Length == 0 ? null : text;
    }

    private static AppointmentResult Result(string message, string? remark, AppointmentRow row, Catalogue catalogue, BusinessClock clock)
    {
        var (service, staff) = catalogue.Of(row);
        return new AppointmentResult(
            remark is null ? message : $"{message} Note: {remark}",
            row.Id,
            row.Status,
            service.Name,
            staff.Name,
            clock.LocalText(row.StartsAt),
            clock.LocalText(row.EndsAt),
            clock.ZoneName,
            service.Price);
    }

    private async Task<string> NewNumberAsync(TableConnection connection, CancellationToken cancellationToken)
    {
        string number;
        do
        {
            number = AppointmentNumber.New(store.Ids);
        }
        while (await connection.FindAppointmentAsync(number, cancellationToken) is not null);
        return number;
    }

    private Task<AppointmentResult> OnceAsync(
        WriteRequest request, ToolContext context, Func<TableConnection, BusinessClock, Task<AppointmentResult>> effect, CancellationToken cancellationToken)
    {
        var clock = new BusinessClock(options, context.Time.GetUtcNow());
        return store.Tables.OnceAsync(
            request, SchedulingJson.Default.AppointmentResult, clock.Now, connection => effect(connection, clock), cancellationToken);
    }
}
