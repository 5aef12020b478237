using System.Text.RegularExpressions;
using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed partial class BookingTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_booking_says_what_was_booked_and_takes_the_time(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T14:00");
        booked.AppointmentId.ShouldMatch("^APT-[0-9A-Z]{6}$");
        booked.ShouldBe(new AppointmentResult(
            $"Booked: Swedish massage (60 minutes) with Mara Lindner on Wednesday 18 March 2026 at 14:00. Your appointment number is {booked.AppointmentId}. Price: €72.",
            booked.AppointmentId,
            "booked",
            "Swedish massage",
            "Mara Lindner",
            "2026-03-18T14:00",
            "2026-03-18T15:00",
            "Europe/Berlin",
            "€72"));
        var free = await studio.Tools.CheckAvailabilityAsync(studio.Call(), "swedish massage", new DateOnly(2026, 3, 18), null, DayPart.Afternoon);

        // An hour of massage and a quarter of an hour to tidy up.
        free.Free.Single().Times.Take(2).ShouldBe(["12:00", "15:15"]);
        free.Message.ShouldBe("Free starts for Swedish massage (60 minutes, €72) on Wednesday 18 March 2026, in the afternoon: with Mara Lindner at 12:00 and 15:15 to 16:45 (every 15 minutes).");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_taken_time_is_refused_with_alternatives_that_can_be_booked(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var refusal = await Studio.RefusalAsync(() => studio.BookAsync("2026-03-17T10:00"));
        refusal.ShouldStartWith("Tuesday 17 March 2026 at 10:00 is already taken. Free instead: Tuesday 17 March 2026 at 11:15 with Mara Lindner (2026-03-17T11:15), ");
        var starts = StartInBrackets().Matches(refusal).Select(match => match.Groups[1].Value).ToArray();
        starts.Length.ShouldBe(3);
        (await studio.BookAsync(starts[2])).Start.ShouldBe(starts[2]);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Alternatives_name_other_staff_at_the_same_time_first(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        await studio.BookAsync("2026-03-17T15:00", "Posture check", "Mara", "bob");
        var refusal = await Studio.RefusalAsync(() => studio.BookAsync("2026-03-17T15:00", "Posture check", "Mara"));
        refusal.ShouldContain("15:00 is already taken with Mara Lindner. Free instead: Tuesday 17 March 2026 at 15:00 with Jonas Weber (2026-03-17T15:00)");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Anyone_who_is_free_takes_a_booking_without_a_name(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        (await studio.BookAsync("2026-03-17T15:00", "Deep tissue massage", user: "bob")).Staff.ShouldBe("Mara Lindner");
        (await studio.BookAsync("2026-03-17T15:00", "deep-tissue", "anyone", user: "eve")).Staff.ShouldBe("Jonas Weber");
        (await Studio.RefusalAsync(() => studio.BookAsync("2026-03-17T15:00", "Deep tissue massage"))).ShouldContain("already taken. Free instead:");
    }

    [Theory]
    [InlineData("2026-03-13T10:00", "is in the past: it is Monday 16 March 2026, 09:00 now")]
    [InlineData("2026-03-16T10:30", "is too soon: bookings need 2 hours notice")]
    [InlineData("2026-06-15T10:30", "is too far ahead: bookings are taken until Sunday 14 June 2026")]
    [InlineData("2026-03-18T15:05", "Appointments start every 15 minutes, not at 15:05")]
    [InlineData("2026-03-18T12:30", "outside working hours: Mara Lindner works 09:00 to 13:00 and 14:00 to 18:00 that day")]
    [InlineData("2026-03-21T10:00", "Mara Lindner does not work on Saturdays")]
    [InlineData("2026-05-01T10:00", "Mara Lindner is away (Labour Day)")]
    public async Task What_the_rules_forbid_is_refused_with_alternatives(string start, string expected)
    {
        await using var studio = await Studio.OpenAsync("sqlite");
        var refusal = await Studio.RefusalAsync(() => studio.BookAsync(start));
        refusal.ShouldContain(expected);
        StartInBrackets().Count(refusal).ShouldBe(3);
        (await studio.BookAsync(StartInBrackets().Match(refusal).Groups[1].Value)).Status.ShouldBe("booked");
    }

    [Theory]
    [InlineData("Haircut", null, "There is no service 'Haircut'. Choose Swedish massage, Deep tissue massage, Physiotherapy, Posture check or Nutrition consultation by video.")]
    [InlineData("massage", null, "'massage' could be Swedish massage or Deep tissue massage. Ask which service is meant.")]
    [InlineData("Physiotherapy", "Mara", "Mara Lindner does not offer Physiotherapy. It is offered by Jonas Weber.")]
    [InlineData("Physiotherapy", "Zoe", "There is no staff member 'Zoe'. Choose Mara Lindner, Jonas Weber or Ana Torres.")]
    public async Task Unknown_names_are_refused_with_the_known_ones(string service, string? staff, string expected)
    {
        await using var studio = await Studio.OpenAsync("sqlite");
        (await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T15:00", service, staff))).ShouldBe(expected);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_client_is_not_in_two_places_at_once(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var first = await studio.BookAsync("2026-03-18T15:00");
        (await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T15:30", "Physiotherapy")))
            .ShouldStartWith($"You already have Swedish massage with Mara Lindner on Wednesday 18 March 2026 at 15:00 ({first.AppointmentId}).");
        (await studio.BookAsync("2026-03-18T16:00", "Physiotherapy")).Staff.ShouldBe("Jonas Weber");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_full_day_offers_the_next_ones(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var answer = await studio.Tools.CheckAvailabilityAsync(studio.Call(), "Swedish massage", new DateOnly(2026, 3, 21));
        answer.Free.ShouldBeEmpty();
        answer.Next[0].ShouldBe(new Opening("2026-03-23T12:00", "Mara Lindner"));
        answer.Message.ShouldStartWith("Nothing is free for Swedish massage (60 minutes, €72) on Saturday 21 March 2026. Free instead: Monday 23 March 2026 at 12:00");
        (await Studio.RefusalAsync(() => studio.Tools.CheckAvailabilityAsync(studio.Call(), "Swedish massage", new DateOnly(2026, 3, 15))))
            .ShouldContain("Choose a day from Monday 16 March 2026 (2026-03-16) to Sunday 14 June 2026 (2026-06-14)");
    }

    [GeneratedRegex(@"\((\d{4}-\d{2}-\d{2}T\d{2}:\d{2})\)", RegexOptions.NonBacktracking)]
    private static partial Regex StartInBrackets();
}
