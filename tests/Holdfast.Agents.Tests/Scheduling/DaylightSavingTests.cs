using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class DaylightSavingTests
{
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T02:30", "02:30 does not exist on Sunday 29 March 2026 in Europe/Berlin: clocks go forward. The next valid time is 03:00.")]
    [InlineData("America/New_York", "2026-03-08T02:15", "02:15 does not exist on Sunday 8 March 2026 in America/New_York: clocks go forward. The next valid time is 03:00.")]
    public async Task A_time_that_clocks_skip_is_refused_with_the_next_one(string zone, string start, string expected)
    {
        await using var studio = await NightStudioAsync(zone, start);
        (await Studio.RefusalAsync(() => studio.BookAsync(start, "Watch"))).ShouldBe(expected);
        var next = start[..11] + "03:00";
        (await studio.BookAsync(next, "Watch")).Start.ShouldBe(next);
    }

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-25T02:30", "02:30", "2026-10-25T00:30:00Z")]
    [InlineData("America/New_York", "2026-11-01T01:30", "01:30", "2026-11-01T05:30:00Z")]
    public async Task A_time_that_comes_twice_means_the_first_and_says_so(string zone, string start, string time, string instant)
    {
        await using var studio = await NightStudioAsync(zone, start);
        var booked = await studio.BookAsync(start, "Watch");
        booked.Message.ShouldContain($"Note: {time} comes twice that night, as clocks go back; the first one (UTC");
        (await StartOfAsync(studio, booked)).ShouldBe(DateTimeOffset.Parse(instant).ToUnixTimeSeconds());

        // The second one is a time of its own: named by its offset it is still free.
        var offset = zone == "Europe/Berlin" ? "+01:00" : "-05:00";
        var second = await studio.BookAsync(start + offset, "Watch", user: "bob");
        (await StartOfAsync(studio, second)).ShouldBe(DateTimeOffset.Parse(instant).AddHours(1).ToUnixTimeSeconds());
    }

    [Theory]
    [InlineData("2026-03-28", 24 * 4)]
    [InlineData("2026-03-29", 23 * 4)]
    [InlineData("2026-10-25", 25 * 4)]
    public async Task A_day_has_as_many_starts_as_it_has_quarters_of_an_hour(string day, int starts)
    {
        await using var studio = await NightStudioAsync("Europe/Berlin", day + "T12:00");
        var answer = await studio.Tools.CheckAvailabilityAsync(studio.Call(), "Watch", DateOnly.Parse(day));

        // The last watch of the day would end after closing time, one minute to midnight.
        answer.Free.Single().Times.Count.ShouldBe(starts - 1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Hours_in_another_zone_shift_while_only_one_side_has_changed_its_clocks(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        async Task<string> FirstAsync(DateOnly day) =>
            (await studio.Tools.CheckAvailabilityAsync(studio.Call(), "Nutrition", day)).Free.Single().Times[0];

        // New York opens at 08:00: five hours behind Berlin between the two changes in March, six hours otherwise.
        (await FirstAsync(new DateOnly(2026, 3, 18))).ShouldBe("13:00");
        (await FirstAsync(new DateOnly(2026, 3, 30))).ShouldBe("14:00");
        (await studio.BookAsync("2026-03-18T13:00", "Nutrition")).Message.ShouldContain("on Wednesday 18 March 2026 at 13:00 (08:00 for Ana Torres in America/New_York).");
        (await Studio.RefusalAsync(() => studio.BookAsync("2026-03-30T13:00", "Nutrition"))).ShouldContain("Ana Torres works 14:00 to 20:00 that day");
    }

    [Theory]
    [InlineData("2026-03-18T14:00:00", "2026-03-18T14:00")]
    [InlineData("2026-03-18T14:00+01:00", "2026-03-18T14:00")]
    [InlineData("2026-03-18T14:00Z", null)]
    [InlineData("2026-03-18T14:00+02:00", null)]
    [InlineData("2026-02-30T14:00", null)]
    [InlineData("2026-03-18T14:00+99:00", null)]
    [InlineData("tomorrow", null)]
    public async Task A_start_is_local_and_an_offset_must_agree(string start, string? expected)
    {
        await using var studio = await Studio.OpenAsync("sqlite");
        if (expected is null)
        {
            (await Studio.RefusalAsync(() => studio.BookAsync(start))).ShouldContain("local");
        }
        else
        {
            (await studio.BookAsync(start)).Start.ShouldBe(expected);
        }
    }

    /// <summary>Opens a business that never sleeps, two days before a start.</summary>
    private static async Task<Studio> NightStudioAsync(string zone, string start)
    {
        var hours = Enum.GetValues<DayOfWeek>().Select(day => new WorkingHours(day, TimeOnly.MinValue, new TimeOnly(23, 59)));
        var catalogue = new Catalogue([new Service("watch", "Watch", 15, 0, "free")], [new StaffMember("owl", "Owl", zone, ["watch"], [.. hours])], []);
        var studio = await Studio.OpenAsync("sqlite", catalogue, options => options.TimeZone = zone);
        studio.Time.Now = new DateTimeOffset(DateTime.Parse(start).AddDays(-2), TimeSpan.Zero);
        return studio;
    }

    private static async Task<long> StartOfAsync(Studio studio, AppointmentResult booked)
    {
        await using var command = studio.DataSource.CreateCommand($"SELECT starts_at FROM scheduling_appointments WHERE id = '{booked.AppointmentId}'");
        return Convert.ToInt64(await command.ExecuteScalarAsync());
    }
}
