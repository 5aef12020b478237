using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class SchedulingSeedTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Seeding_again_changes_nothing_and_later_adds_days(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var seeded = await studio.CountAsync("scheduling_appointments");

        // Ten working days of Mara, and two Saturdays more of Jonas.
        seeded.ShouldBe(22);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            using var store = new SchedulingStore(studio.DataSource, engine);
            await store.EnsureCreatedAsync();
            await SchedulingSeed.ApplyAsync(store, studio.Time);
        })));
        (await studio.CountAsync("scheduling_appointments")).ShouldBe(seeded);
        studio.Time.Now = studio.Time.Now.AddDays(1);
        await SchedulingSeed.ApplyAsync(studio.Store, studio.Time);
        (await studio.CountAsync("scheduling_appointments")).ShouldBe(seeded + 2);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Seeding_never_takes_a_time_that_a_client_has(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        await studio.BookAsync("2026-04-01T10:00");
        studio.Time.Now = studio.Time.Now.AddDays(7);
        await SchedulingSeed.ApplyAsync(studio.Store, studio.Time);
        (await studio.CountAsync("scheduling_appointments WHERE starts_at = 1775030400 AND staff = 'mara'")).ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task The_catalogue_comes_back_as_saved(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var catalogue = await studio.Store.ReadCatalogueAsync();
        catalogue.Services.Count.ShouldBe(5);
        catalogue.Staff.Select(staff => (staff.Name, staff.TimeZone)).ShouldBe(
            [("Mara Lindner", "Europe/Berlin"), ("Jonas Weber", "Europe/Berlin"), ("Ana Torres", "America/New_York")]);
        catalogue.Staff[1].Hours.ShouldContain(new WorkingHours(DayOfWeek.Saturday, new TimeOnly(10, 0), new TimeOnly(14, 0)));
        catalogue.Absences.ShouldContain(new Absence("thanksgiving-2026", "ana", new DateOnly(2026, 11, 26), new DateOnly(2026, 11, 26), "Thanksgiving"));
        var prompt = SchedulingPrompt.Create(studio.Options, catalogue);
        prompt.ShouldContain("- Deep tissue massage: 90 minutes, €98, with Mara Lindner or Jonas Weber");
        prompt.Length.ShouldBeLessThan(2_500);
    }

    [Fact]
    public async Task A_catalogue_that_could_not_be_booked_from_is_refused_with_all_faults()
    {
        await using var studio = await Studio.OpenAsync("sqlite");
        var wrong = new Catalogue(
            [new Service("odd", "Odd", 7, 0, "")],
            [new StaffMember("ghost", "Ghost", "Mars/Base", ["missing"], [new WorkingHours(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(8, 0))])],
            []);
        (await Should.ThrowAsync<ArgumentException>(() => studio.Store.SaveCatalogueAsync(wrong))).Message.ShouldStartWith(
            "Service 'odd': duration and buffer must be multiples of 5 minutes, a day at most together. Staff 'ghost': 'Mars/Base' is no IANA time zone of this machine (is tzdata installed?). Staff 'ghost': there is no service 'missing'. Staff 'ghost': on Monday work ends at 08:00, before it begins.");
    }
}
