using System.Text.RegularExpressions;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;
using Holdfast.Server.MockModel;
using Holdfast.Simulation.World;

namespace Holdfast.Simulation.Processes;

/// <summary>Two real worker processes on PostgreSQL, which are killed in turn, again and again, under 64 concurrent bookings.</summary>
public partial class KillTests
{
    private const int Bookings = 64;
    private const int Kills = 5;
    private const int Seed = 20260316;

    [Fact]
    public async Task Killed_workers_neither_lose_nor_double_a_booking()
    {
        var clock = new SimulatedClock();
        await using var database = await Database.CreateAsync(StorageEngine.PostgreSql);
        await using var server = await MockModelServer.StartAsync(new MockModelOptions { Script = MockScript.From(Answer) });
        var store = await database.OpenAsync();
        await Business.OpenAsync(store);
        var agent = Business.Agent(store, Pattern.ReAct, new Life(), pause: TimeSpan.FromMilliseconds(150));
        await using var front = new AgentRuntime(new AgentCatalog([agent]), BookingMind.Model.AsCatalog(), store, new AgentRuntimeOptions { RunsAgents = false }, time: clock);
        await front.StartAsync();
        Task<WorkerProcess>[] workers = [StartWorkerAsync(), StartWorkerAsync()];
        await Task.WhenAll(workers);

        var bookings = Enumerable.Range(0, Bookings).Select(BookAsync).ToList();
        var random = new Random(Seed);
        var underWay = 0;
        var all = Task.WhenAll(bookings);
        var asked = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            // By progress, not by time: each kill meets runs that have begun, however slow the machine is.
            asked += random.Next(20, 60);
            await Task.WhenAny(server.WaitForRequestsAsync(asked), all).WaitAsync(TimeSpan.FromSeconds(60));
            underWay += bookings.Count(b => !b.IsCompleted);

            // In turn, and without waiting for the one that is being started again.
            var victim = kill % workers.Length;
            await (await workers[victim]).KillAsync();
            workers[victim] = StartWorkerAsync();
            asked = Math.Max(asked, server.Served.Count);
        }

        var runs = await all.WaitAsync(TimeSpan.FromSeconds(90));
        foreach (var worker in workers)
        {
            await (await worker).DisposeAsync();
        }

        var resumed = 0;
        for (var number = 0; number < Bookings; number++)
        {
            var where = $"seed {Seed}, booking {number}";
            runs[number].Reason.ShouldBe(TerminationReason.Completed, $"{where}: {runs[number].Error}");
            await Business.VerifyOneBookingAsync(store, Business.UserOf(number), where);
            resumed += (await Journals.VerifyAsync(store, runs[number].Session, where)).Count(e => e is RunResumed);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Kills} kills with {underWay} runs under way in sum; {resumed} resumptions.");
        resumed.ShouldBeGreaterThan(Bookings / 2);

        Task<WorkerProcess> StartWorkerAsync() => WorkerProcess.StartAsync(database.ConnectionString, new Uri(server.BaseUrl, "/v1"), clock.Origin);

        async Task<RunResult> BookAsync(int number)
        {
            var session = await front.OpenSessionAsync(Business.AgentName, new Principal("default", Business.UserOf(number), []));
            var accepted = await front.SendAsync(session.Id, Business.Wish(number));
            return await front.WaitAsync(accepted.Run);
        }
    }

    private static MockReply Answer(MockRequest request)
    {
        var wish = Wish().Match(request.LastUserText);
        var (day, hour, email) = (wish.Groups[1].Value, wish.Groups[2].Value, wish.Groups[3].Value);
        var number = Number().Match(string.Join('\n', request.Messages.Where(m => m.Role == "tool").Select(m => m.Text))).Value;
        return request.Step switch
        {
            1 => MockReply.Call("check_availability", $$"""{"service":"Massage","date":"{{day}}"}"""),
            2 => MockReply.Call("book_appointment", $$"""{"service":"Massage","start":"{{day}}T{{hour}}"}"""),
            3 => MockReply.Call("send_confirmation", $$"""{"appointmentId":"{{number}}","email":"{{email}}"}"""),
            _ => MockReply.Say(BookingMind.Done(number)),
        };
    }

    [GeneratedRegex(@"on (\S+) at (\d\d:\d\d) and confirm to (\S+@example\.com)")]
    private static partial Regex Wish();

    [GeneratedRegex("APT-[A-Z0-9]+")]
    private static partial Regex Number();
}
