using Holdfast.Agents.Scheduling;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class IdempotencyTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_repetition_gets_the_first_result_even_after_a_restart_and_when_it_could_not_be_booked_any_more(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var first = await studio.BookAsync("2026-03-18T15:00", key: "call-1");
        studio.Time.Now = studio.Time.Now.AddDays(10);
        using var restarted = new SchedulingStore(studio.DataSource, engine);
        var again = await new SchedulingTools(restarted, studio.Options).BookAppointmentAsync(studio.Call(key: "call-1"), "Swedish massage", "2026-03-18T15:00");
        again.ShouldBe(first);
        (await studio.CountAsync("scheduling_appointments WHERE user_id = 'ada'")).ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Concurrent_repetitions_have_one_effect_and_one_result(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => studio.BookAsync("2026-03-18T15:00", key: "call-1"))));
        results.Distinct().Count().ShouldBe(1);
        var id = results[0].AppointmentId;
        var moves = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() =>
            studio.Tools.RescheduleAppointmentAsync(studio.Call(key: "call-2"), id, "2026-03-19T15:00"))));
        moves.Distinct().Count().ShouldBe(1);
        (await studio.CountAsync("scheduling_appointments WHERE user_id = 'ada' AND version = 2")).ShouldBe(1);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => studio.Tools.SendConfirmationAsync(studio.Call(key: "call-3"), id, "ada@example.com"))));
        (await studio.CountAsync("scheduling_outbox")).ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_key_with_another_request_is_refused(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var booked = await studio.BookAsync("2026-03-18T15:00", key: "call-1");
        var refusals = new[]
        {
            await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T16:00", key: "call-1")),
            await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T15:00", user: "bob", key: "call-1")),
            await Studio.RefusalAsync(() => studio.Tools.CancelAppointmentAsync(studio.Call(key: "call-1"), booked.AppointmentId)),
        };
        refusals.ShouldAllBe(refusal => refusal.Contains("idempotency key was used for another request", StringComparison.Ordinal));
        (await studio.CountAsync("scheduling_appointments WHERE user_id IN ('ada', 'bob') AND status = 'booked'")).ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_refusal_does_not_use_up_the_key(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var other = await studio.BookAsync("2026-03-18T15:00", user: "bob");
        await Studio.RefusalAsync(() => studio.BookAsync("2026-03-18T15:00", key: "call-1"));
        await studio.Tools.CancelAppointmentAsync(studio.Call("bob"), other.AppointmentId);
        (await studio.BookAsync("2026-03-18T15:00", key: "call-1")).Status.ShouldBe("booked");
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task A_failure_before_the_commit_leaves_neither_effect_nor_record(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        await using (var trap = studio.DataSource.CreateCommand("DROP TABLE scheduling_slots"))
        {
            await trap.ExecuteNonQueryAsync();
        }

        await Should.ThrowAsync<System.Data.Common.DbException>(() => studio.BookAsync("2026-03-18T15:00", key: "call-1"));
        (await studio.CountAsync("scheduling_appointments WHERE user_id = 'ada'")).ShouldBe(0);
        await studio.Store.EnsureCreatedAsync();
        (await studio.BookAsync("2026-03-18T15:00", key: "call-1")).Status.ShouldBe("booked");
    }
}
