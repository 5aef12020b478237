using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class ClientPreferencesTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task What_is_on_file_and_coming_is_said(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00", user: "maria");
        await studio.Tools.CancelAppointmentAsync(studio.Call("maria"), (await studio.BookAsync("2026-03-19T15:00", user: "maria")).AppointmentId);
        var known = await studio.Tools.GetClientPreferencesAsync(studio.Call("maria"));
        known.PreferredStaff.ShouldBe("Mara Lindner");
        known.Upcoming.ShouldBe([new UpcomingAppointment(booked.AppointmentId, "Swedish massage", "Mara Lindner", "2026-03-18T15:00")]);
        known.Message.ShouldBe(
            "On file: the name Maria Brandt, confirmations to maria@example.com, preferably with Mara Lindner, preferably in the morning and a note. "
            + $"Coming appointments: {booked.AppointmentId}, Swedish massage with Mara Lindner on Wednesday 18 March 2026 at 15:00.");
        studio.Time.Now = studio.Time.Now.AddDays(3);
        (await studio.Tools.GetClientPreferencesAsync(studio.Call("maria"))).Upcoming.ShouldBeEmpty();
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task The_preferred_person_is_taken_when_anyone_will_do(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        await using (var prefer = studio.DataSource.CreateCommand("UPDATE scheduling_clients SET preferred_staff = 'jonas' WHERE user_id = 'maria'"))
        {
            await prefer.ExecuteNonQueryAsync();
        }

        (await studio.BookAsync("2026-03-18T15:00", "Posture check", user: "maria")).Staff.ShouldBe("Jonas Weber");
        (await studio.BookAsync("2026-03-18T15:00", "Posture check", user: "bob")).Staff.ShouldBe("Mara Lindner");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Anonymous_clients_do_not_see_each_other_but_may_use_a_number_they_know(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var (one, other) = (Guid.NewGuid(), Guid.NewGuid());
        var booked = await studio.Tools.BookAppointmentAsync(studio.Call("anonymous", session: one), "Swedish massage", "2026-03-18T15:00", clientName: "Nora\n");
        var own = await studio.Tools.GetClientPreferencesAsync(studio.Call("anonymous", session: one));
        (own.Name, own.Upcoming.Count).ShouldBe(("Nora", 1));
        var foreign = await studio.Tools.GetClientPreferencesAsync(studio.Call("anonymous", session: other));
        foreign.Message.ShouldBe("No preferences are on file. There are no coming appointments.");
        (await studio.Tools.CancelAppointmentAsync(studio.Call("anonymous", session: other), booked.AppointmentId)).Status.ShouldBe("cancelled");
    }
}
