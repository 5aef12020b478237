using System.Data.Common;
using System.Globalization;
using System.Text;
using Holdfast.Agents.Scheduling.Calendar;

namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is read and written of appointments and their slots.</summary>
internal static class AppointmentStatements
{
    private const string Columns = "id, tenant, user_id, session, client, service, staff, starts_at, ends_at, busy_until, status, version";

    /// <summary>Makes writers of the same calendars take turns, always in the same order, so that none deadlocks.</summary>
    public static async Task LockCalendarsAsync(this TableConnection connection, IEnumerable<string> staff, CancellationToken cancellationToken)
    {
        // SQLite has one writer at a time anyway.
        if (connection.IsPostgreSql)
        {
            var ids = staff.Distinct().Select((id, index) => (Name: $"@s{index}", Value: (object?)id)).ToArray();
            await connection.QueryAsync(
                $"SELECT id FROM scheduling_staff WHERE id IN ({string.Join(", ", ids.Select(id => id.Name))}) ORDER BY id FOR UPDATE",
                static row => row.GetString(0),
                cancellationToken,
                ids);
        }
    }

    /// <summary>Returns what is taken between two instants, leaving one appointment out of account.</summary>
    public static Task<IReadOnlyList<Busy>> ReadBusyAsync(
        this TableConnection connection, DateTimeOffset from, DateTimeOffset until, string? except, CancellationToken cancellationToken) =>
        connection.QueryAsync(
            // No appointment lasts longer than a day, which lets the index on the start serve.
            "SELECT staff, starts_at, busy_until FROM scheduling_appointments WHERE status = 'booked' AND starts_at > @from - 86400 AND starts_at < @until AND busy_until > @from AND id <> @except",
            static row => new Busy(row.GetString(0), Instant(row, 1), Instant(row, 2)),
            cancellationToken,
            ("@from", from.ToUnixTimeSeconds()),
            ("@until", until.ToUnixTimeSeconds()),
            ("@except", except ?? ""));

    public static async Task<AppointmentRow?> FindAppointmentAsync(this TableConnection connection, string id, CancellationToken cancellationToken) =>
        (await connection.QueryAsync($"SELECT {Columns} FROM scheduling_appointments WHERE id = @id", Read, cancellationToken, ("@id", id)))
        .SingleOrDefault();

    /// <summary>Returns the booked appointments of a client that end after an instant, the next one first.</summary>
    public static async Task<IReadOnlyList<AppointmentRow>> ReadUpcomingAsync(
        this TableConnection connection, Client client, DateTimeOffset after, int limit, CancellationToken cancellationToken) =>
        await connection.QueryAsync(
            $"""
            SELECT {Columns} FROM scheduling_appointments
            WHERE tenant = @tenant AND user_id = @user AND (@session = '' OR session = @session) AND status = 'booked' AND ends_at > @after
            ORDER BY starts_at, id LIMIT {limit.ToString(CultureInfo.InvariantCulture)}
            """,
            Read,
            cancellationToken,
            ("@tenant", client.Tenant),
            ("@user", client.User),
            ("@session", client.IsAnonymous ? client.Session : ""),
            ("@after", after.ToUnixTimeSeconds()));

    public static async Task AddAppointmentAsync(
        this TableConnection connection, AppointmentRow row, string createdBy, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            $"INSERT INTO scheduling_appointments ({Columns}, created_by, created_at) VALUES (@id, @tenant, @user, @session, @client, @service, @staff, @starts, @ends, @busy, @status, @version, @by, @now)",
            cancellationToken,
            ("@id", row.Id),
            ("@tenant", row.Client.Tenant),
            ("@user", row.Client.User),
            ("@session", row.Client.Session),
            ("@client", row.ClientName),
            ("@service", row.Service),
            ("@staff", row.Staff),
            ("@starts", row.StartsAt.ToUnixTimeSeconds()),
            ("@ends", row.EndsAt.ToUnixTimeSeconds()),
            ("@busy", row.BusyUntil.ToUnixTimeSeconds()),
            ("@status", row.Status),
            ("@version", row.Version),
            ("@by", createdBy),
            ("@now", now.ToUnixTimeSeconds()));
        await connection.TakeSlotsAsync(row, cancellationToken);
    }

    /// <summary>Writes an appointment's new times, staff and status, and takes or frees its slots.</summary>
    public static async Task ChangeAppointmentAsync(this TableConnection connection, AppointmentRow row, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            "UPDATE scheduling_appointments SET staff = @staff, starts_at = @starts, ends_at = @ends, busy_until = @busy, status = @status, version = version + 1 WHERE id = @id",
            cancellationToken,
            ("@id", row.Id),
            ("@staff", row.Staff),
            ("@starts", row.StartsAt.ToUnixTimeSeconds()),
            ("@ends", row.EndsAt.ToUnixTimeSeconds()),
            ("@busy", row.BusyUntil.ToUnixTimeSeconds()),
            ("@status", row.Status));
        await connection.ExecuteAsync("DELETE FROM scheduling_slots WHERE appointment = @id", cancellationToken, ("@id", row.Id));
        if (row.Status == AppointmentRow.Booked)
        {
            await connection.TakeSlotsAsync(row, cancellationToken);
        }
    }

    private static async Task TakeSlotsAsync(this TableConnection connection, AppointmentRow row, CancellationToken cancellationToken)
    {
        const int slotSeconds = SchedulingSchema.SlotMinutes * 60;
        var values = new StringBuilder();
        for (var slot = row.StartsAt.ToUnixTimeSeconds() / slotSeconds; slot * slotSeconds < row.BusyUntil.ToUnixTimeSeconds(); slot++)
        {
            values.Append(values.Length == 0 ? "" : ", ").Append(CultureInfo.InvariantCulture, $"(@staff, {slot}, @id)");
        }

        await connection.ExecuteAsync(
            $"INSERT INTO scheduling_slots (staff, slot, appointment) VALUES {values}", cancellationToken, ("@staff", row.Staff), ("@id", row.Id));
    }

    private static DateTimeOffset Instant(DbDataReader row, int column) => DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(column));

    private static AppointmentRow Read(DbDataReader row) => new(
        row.GetString(0),
        new Client(row.GetString(1), row.GetString(2), row.GetString(3)),
        row.GetString(4),
        row.GetString(5),
        row.GetString(6),
        Instant(row, 7),
        Instant(row, 8),
        Instant(row, 9),
        row.GetString(10),
        row.GetInt32(11));
}
