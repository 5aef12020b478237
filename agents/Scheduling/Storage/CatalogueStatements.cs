using System.Data.Common;

namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is read and written of services, staff, hours and absences.</summary>
internal static class CatalogueStatements
{
    public static async Task<Catalogue> ReadCatalogueAsync(this TableConnection connection, CancellationToken cancellationToken)
    {
        var services = await connection.QueryAsync(
            "SELECT id, name, minutes, buffer_minutes, price FROM scheduling_services ORDER BY position, id",
            static row => new Service(row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt32(3), row.GetString(4)),
            cancellationToken);
        var gives = (await connection.QueryAsync(
            "SELECT staff, service FROM scheduling_staff_services ORDER BY staff, service",
            static row => (Staff: row.GetString(0), Service: row.GetString(1)),
            cancellationToken)).ToLookup(row => row.Staff, row => row.Service);
        var hours = (await connection.QueryAsync(
            "SELECT staff, weekday, opens, closes FROM scheduling_working_hours ORDER BY staff, weekday, opens",
            static row => (Staff: row.GetString(0), Hours: new WorkingHours((DayOfWeek)row.GetInt32(1), Time(row.GetInt32(2)), Time(row.GetInt32(3)))),
            cancellationToken)).ToLookup(row => row.Staff, row => row.Hours);
        var staff = await connection.QueryAsync(
            "SELECT id, name, time_zone FROM scheduling_staff ORDER BY position, id",
            row => new StaffMember(row.GetString(0), row.GetString(1), row.GetString(2), [.. gives[row.GetString(0)]], [.. hours[row.GetString(0)]]),
            cancellationToken);
        var absences = await connection.QueryAsync(
            "SELECT id, staff, first_day, last_day, reason FROM scheduling_absences ORDER BY first_day, id",
            static row => new Absence(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), Day(row, 2), Day(row, 3), row.GetString(4)),
            cancellationToken);
        return new Catalogue(services, staff, absences);
    }

    /// <summary>Adds what is new and updates what is there; takes nothing away but hours and services of the staff named.</summary>
    public static async Task SaveCatalogueAsync(this TableConnection connection, Catalogue catalogue, CancellationToken cancellationToken)
    {
        foreach (var (position, service) in catalogue.Services.Index())
        {
            await connection.ExecuteAsync(
                """
                INSERT INTO scheduling_services (id, name, minutes, buffer_minutes, price, position) VALUES (@id, @name, @minutes, @buffer, @price, @position)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, minutes = excluded.minutes, buffer_minutes = excluded.buffer_minutes,
                    price = excluded.price, position = excluded.position
                """,
                cancellationToken,
                ("@id", service.Id),
                ("@name", service.Name),
                ("@minutes", service.Minutes),
                ("@buffer", service.BufferMinutes),
                ("@price", service.Price),
                ("@position", position));
        }

        foreach (var (position, staff) in catalogue.Staff.Index())
        {
            await SaveStaffAsync(connection, staff, position, cancellationToken);
        }

        foreach (var absence in catalogue.Absences)
        {
            await connection.ExecuteAsync(
                "INSERT INTO scheduling_absences (id, staff, first_day, last_day, reason) VALUES (@id, @staff, @first, @last, @reason) ON CONFLICT (id) DO NOTHING",
                cancellationToken,
                ("@id", absence.Id),
                ("@staff", absence.Staff),
                ("@first", $"{absence.First:yyyy-MM-dd}"),
                ("@last", $"{absence.Last:yyyy-MM-dd}"),
                ("@reason", absence.Reason));
        }
    }

    private static async Task SaveStaffAsync(TableConnection connection, StaffMember staff, int position, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(
            """
            INSERT INTO scheduling_staff (id, name, time_zone, position) VALUES (@id, @name, @zone, @position)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, time_zone = excluded.time_zone, position = excluded.position
            """,
            cancellationToken,
            ("@id", staff.Id),
            ("@name", staff.Name),
            ("@zone", staff.TimeZone),
            ("@position", position));
        await connection.ExecuteAsync("DELETE FROM scheduling_staff_services WHERE staff = @id", cancellationToken, ("@id", staff.Id));
        foreach (var service in staff.Services)
        {
            await connection.ExecuteAsync(
                "INSERT INTO scheduling_staff_services (staff, service) VALUES (@id, @service)", cancellationToken, ("@id", staff.Id), ("@service", service));
        }

        await connection.ExecuteAsync("DELETE FROM scheduling_working_hours WHERE staff = @id", cancellationToken, ("@id", staff.Id));
        foreach (var hours in staff.Hours)
        {
            await connection.ExecuteAsync(
                "INSERT INTO scheduling_working_hours (staff, weekday, opens, closes) VALUES (@id, @day, @opens, @closes)",
                cancellationToken,
                ("@id", staff.Id),
                ("@day", (int)hours.Day),
                ("@opens", (int)hours.Opens.ToTimeSpan().TotalMinutes),
                ("@closes", (int)hours.Closes.ToTimeSpan().TotalMinutes));
        }
    }

    private static TimeOnly Time(int minutes) => new(minutes / 60, minutes % 60);

    private static DateOnly Day(DbDataReader row, int column) => DateOnly.ParseExact(row.GetString(column), "yyyy-MM-dd");
}
