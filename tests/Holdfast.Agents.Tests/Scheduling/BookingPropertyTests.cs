using FsCheck;
using FsCheck.Fluent;
using Holdfast.Agents.Scheduling;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class BookingPropertyTests
{
    private static readonly string[] Services = ["Swedish massage", "Deep tissue massage", "Physiotherapy", "Posture check", "Nutrition"];
    private static readonly string?[] Staff = [null, "Mara", "Jonas", "Ana"];

    [Theory]
    [InlineData("sqlite", 15)]
    [InlineData("postgresql", 8)]
    public void After_any_calls_nothing_overlaps_and_all_is_within_hours(string engine, int cases)
    {
        // Berlin changes its clocks between the second and the third of the days used.
        var operations = Gen.Choose(0, 7).SelectMany(kind => Gen.Choose(0, 3).SelectMany(user => Gen.Choose(0, 3).SelectMany(day =>
            Gen.Choose(8 * 4, 20 * 4).SelectMany(quarter => Gen.Choose(0, 4).SelectMany(service => Gen.Choose(0, 3).SelectMany(staff =>
                Gen.Choose(0, 9).Select(target => new Operation(kind, user, day, quarter, service, staff, target))))))));
        Prop.ForAll(Gen.ListOf(operations, 60).ToArbitrary(), list => HoldsAsync(engine, [.. list]))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }

    private static async Task HoldsAsync(string engine, Operation[] operations)
    {
        await using var studio = await Studio.OpenAsync(engine);
        studio.Time.Now = new DateTimeOffset(2026, 3, 25, 8, 0, 0, TimeSpan.Zero);
        var numbers = new List<string>();
        var results = new Dictionary<string, AppointmentResult>();
        foreach (var group in operations.Chunk(4))
        {
            var known = numbers.ToArray();
            var outcomes = await Task.WhenAll(group.Select(operation => Task.Run(() => TryAsync(studio, operation, known))));
            foreach (var (operation, result) in group.Zip(outcomes))
            {
                if (result is not null)
                {
                    results.TryGetValue(operation.Key, out var earlier);
                    (earlier ?? result).ShouldBe(result);
                    results[operation.Key] = result;
                    numbers.Add(result.AppointmentId);
                }
            }

            await CheckAsync(studio);
        }
    }

    private static async Task<AppointmentResult?> TryAsync(Studio studio, Operation operation, string[] known)
    {
        var call = studio.Call($"user-{operation.User}", operation.Key);
        var day = new DateOnly(2026, 3, 26).AddDays(operation.Day switch { 0 => 0, 1 => 1, 2 => 4, _ => 5 });
        var start = $"{day:yyyy-MM-dd}T{operation.Quarter / 4:00}:{operation.Quarter % 4 * 15:00}";
        var number = known.Length == 0 ? "APT-000000" : known[operation.Target % known.Length];
        try
        {
            return await (operation.Kind switch
            {
                0 => studio.Tools.CancelAppointmentAsync(call, number),
                1 or 2 => studio.Tools.RescheduleAppointmentAsync(call, number, start, Staff[operation.Staff]),
                _ => studio.Tools.BookAppointmentAsync(call, Services[operation.Service], start, Staff[operation.Staff]),
            });
        }
        catch (ToolException)
        {
            return null;
        }
    }

    private static async Task CheckAsync(Studio studio)
    {
        var catalogue = await studio.Store.ReadCatalogueAsync();
        await using var command = studio.DataSource.CreateCommand(
            "SELECT staff, starts_at, ends_at, busy_until FROM scheduling_appointments WHERE status = 'booked' ORDER BY staff, starts_at");
        await using var reader = await command.ExecuteReaderAsync();
        var (lastStaff, lastUntil, slots) = ("", 0L, 0L);
        while (await reader.ReadAsync())
        {
            var (staff, starts, ends, until) = (reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3));
            (staff != lastStaff || lastUntil <= starts).ShouldBeTrue($"{staff} is booked twice at {starts}");
            var member = catalogue.Staff.Single(item => item.Id == staff);
            var (from, to) = (Local(starts, member), Local(ends, member));
            member.Hours.ShouldContain(hours => hours.Day == from.DayOfWeek
                && hours.Opens <= TimeOnly.FromDateTime(from) && TimeOnly.FromDateTime(to) <= hours.Closes && from.Date == to.Date);
            (lastStaff, lastUntil, slots) = (staff, until, slots + ((until - starts) / 300));
        }

        (await studio.CountAsync("scheduling_slots")).ShouldBe(slots);
    }

    private static DateTime Local(long seconds, StaffMember staff) =>
        TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(seconds), TimeZoneInfo.FindSystemTimeZoneById(staff.TimeZone)).DateTime;
}
