using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class ChangeTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Cancelling_gives_the_time_to_others(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00");
        var cancelled = await studio.Tools.CancelAppointmentAsync(studio.Call(), booked.AppointmentId.ToLowerInvariant());
        cancelled.Status.ShouldBe("cancelled");
        cancelled.Message.ShouldBe($"Cancelled: {booked.AppointmentId}, Swedish massage with Mara Lindner on Wednesday 18 March 2026 at 15:00.");
        (await studio.BookAsync("2026-03-18T15:00", user: "bob")).Status.ShouldBe("booked");
        (await studio.Tools.CancelAppointmentAsync(studio.Call(), booked.AppointmentId)).Message.ShouldEndWith("was cancelled already. Nothing is left to do.");
        (await Studio.RefusalAsync(() => studio.Tools.RescheduleAppointmentAsync(studio.Call(), booked.AppointmentId, "2026-03-19T15:00")))
            .ShouldContain("was cancelled and cannot be moved");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Moving_frees_the_old_time_and_keeps_number_and_staff(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00", "Deep tissue massage", "Jonas");

        // Half an hour later overlaps the appointment's own old time, which is not in its way.
        var moved = await studio.Tools.RescheduleAppointmentAsync(studio.Call(), booked.AppointmentId, "2026-03-18T15:30");
        moved.ShouldBe(booked with { Message = moved.Message, Start = "2026-03-18T15:30", End = "2026-03-18T17:00" });
        moved.Message.ShouldBe($"Moved: {booked.AppointmentId}, Deep tissue massage with Jonas Weber, is now on Wednesday 18 March 2026 at 15:30; it was on Wednesday 18 March 2026 at 15:00.");
        (await studio.BookAsync("2026-03-18T14:30", "Physiotherapy", user: "bob")).Start.ShouldBe("2026-03-18T14:30");
        (await studio.CountAsync("scheduling_appointments WHERE version = 2")).ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_move_to_a_taken_time_is_refused_and_changes_nothing(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00");
        (await Studio.RefusalAsync(() => studio.Tools.RescheduleAppointmentAsync(studio.Call(), booked.AppointmentId, "2026-03-19T10:00")))
            .ShouldStartWith("Thursday 19 March 2026 at 10:00 is already taken with Mara Lindner. Free instead: Thursday 19 March 2026 at 11:15");
        (await studio.Tools.GetClientPreferencesAsync(studio.Call())).Upcoming.Single().Start.ShouldBe("2026-03-18T15:00");
        (await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T15:00", user: "bob"))).ShouldContain("already taken");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Foreign_and_unknown_appointments_cannot_be_told_apart(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var id = (await studio.BookAsync("2026-03-18T15:00")).AppointmentId;
        var unknown = (await Studio.RefusalAsync(() => studio.Tools.CancelAppointmentAsync(studio.Call(), "APT-000000"))).Replace("APT-000000", id, StringComparison.Ordinal);
        foreach (var stranger in new[] { studio.Call("bob"), studio.Call(tenant: "other"), studio.Call("anonymous") })
        {
            (await Studio.RefusalAsync(() => studio.Tools.CancelAppointmentAsync(stranger, id))).ShouldBe(unknown);
            (await Studio.RefusalAsync(() => studio.Tools.RescheduleAppointmentAsync(stranger, id, "2026-03-19T15:00"))).ShouldBe(unknown);
            (await Studio.RefusalAsync(() => studio.Tools.SendConfirmationAsync(stranger, id, "eve@example.com"))).ShouldBe(unknown);
            (await studio.Tools.GetClientPreferencesAsync(stranger)).Upcoming.ShouldBeEmpty();
        }

        (await studio.Tools.GetClientPreferencesAsync(studio.Call())).Upcoming.Count.ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task What_has_begun_cannot_be_changed(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var id = (await studio.BookAsync("2026-03-18T15:00")).AppointmentId;
        studio.Time.Now = new DateTimeOffset(2026, 3, 18, 14, 0, 0, TimeSpan.Zero);
        (await Studio.RefusalAsync(() => studio.Tools.CancelAppointmentAsync(studio.Call(), id)))
            .ShouldBe($"{id} began on Wednesday 18 March 2026 at 15:00 and can no longer be cancelled.");
        (await Studio.RefusalAsync(() => studio.Tools.RescheduleAppointmentAsync(studio.Call(), id, "2026-03-19T15:00"))).ShouldContain("no longer be moved");
    }
}
