using System.Data.Common;
using Holdfast.Agents.Scheduling;
using Holdfast.Tools;

namespace Holdfast.Agents.Tests.Scheduling;

public sealed class RaceTests
{
    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Of_fifty_callers_for_one_time_one_wins_and_the_others_get_alternatives(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var (won, refused) = await RaceAsync(50, user => studio.BookAsync("2026-03-18T15:00", user: user));
        won.Count.ShouldBe(1);
        refused.Count.ShouldBe(49);
        refused.ShouldAllBe(refusal => refusal.StartsWith("Wednesday 18 March 2026 at 15:00 is already taken. Free instead: ", StringComparison.Ordinal));
        (await studio.CountAsync("scheduling_slots WHERE appointment = '" + won[0].AppointmentId + "'")).ShouldBe(15);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Of_fifty_callers_for_anyone_of_two_two_win(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var (won, refused) = await RaceAsync(50, user => studio.BookAsync("2026-03-18T15:00", "Deep tissue massage", user: user));
        won.Select(result => result.Staff).Order().ShouldBe(["Jonas Weber", "Mara Lindner"]);
        refused.Count.ShouldBe(48);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Two_stores_as_in_two_processes_never_book_the_same_time(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        using var other = new SchedulingStore(studio.DataSource, engine);
        var otherTools = new SchedulingTools(other, studio.Options);
        var (won, _) = await RaceAsync(20, user => (user.Length + user[^1]) % 2 == 0
            ? studio.BookAsync("2026-03-18T15:00", user: user)
            : otherTools.BookAppointmentAsync(studio.Call(user), "Swedish massage", "2026-03-18T15:00"));
        won.Count.ShouldBe(1);
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task Moves_in_opposite_directions_end_without_a_deadlock(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        var first = await studio.BookAsync("2026-03-18T15:00", "Deep tissue massage", "Mara", "ada");
        var second = await studio.BookAsync("2026-03-18T15:00", "Deep tissue massage", "Jonas", "bob");
        for (var round = 0; round < 10; round++)
        {
            var start = $"2026-03-{19 + (round % 2)}T15:00";
            var (staff, otherStaff) = round % 2 == 0 ? ("Jonas", "Mara") : ("Mara", "Jonas");
            var moves = await Task.WhenAll(
                Task.Run(() => studio.Tools.RescheduleAppointmentAsync(studio.Call("ada"), first.AppointmentId, start, staff)),
                Task.Run(() => studio.Tools.RescheduleAppointmentAsync(studio.Call("bob"), second.AppointmentId, start, otherStaff)));
            moves.ShouldAllBe(move => move.Start == start);
        }
    }

    [Theory]
    [ClassData(typeof(EveryEngine))]
    public async Task The_database_itself_refuses_a_second_owner_of_a_slot(string engine)
    {
        await using var studio = await Studio.OpenAsync(engine);
        await studio.BookAsync("2026-03-18T15:00");
        await using var command = studio.DataSource.CreateCommand(
            "INSERT INTO scheduling_slots (staff, slot, appointment) SELECT staff, slot, 'APT-SECOND' FROM scheduling_slots");
        await Should.ThrowAsync<DbException>(() => command.ExecuteNonQueryAsync());
    }

    private static async Task<(List<AppointmentResult> Won, List<string> Refused)> RaceAsync(int callers, Func<string, Task<AppointmentResult>> book)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var calls = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await start.Task;
            try
            {
                return (Result: await book($"user-{caller}"), Refusal: null);
            }
            catch (ToolException e)
            {
                return (Result: (AppointmentResult?)null, Refusal: (string?)e.Message);
            }
        })).ToArray();
        start.SetResult();
        var outcomes = await Task.WhenAll(calls);
        return ([.. outcomes.Select(outcome => outcome.Result).OfType<AppointmentResult>()], [.. outcomes.Select(outcome => outcome.Refusal).OfType<string>()]);
    }
}
