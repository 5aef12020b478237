using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever the process dies, a person is asked once, told of once, and what they do with the session is done once.</summary>
public class TicketCrashTests
{
    private readonly SimulatedClock clock = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_ticket_is_opened_claimed_answered_and_closed_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var died = await CrashPlan.AtEachBoundaryAsync(plan => plan.RunAsync(clock, life => StartAsync(database, life), TellAsync, async (session, where) =>
        {
            var events = await Journals.VerifyAsync(store, session, where);
            events.OfType<TicketEvent>().Select(e => e.GetType()).ShouldBe([typeof(TicketOpened), typeof(TicketClaimed), typeof(TicketReplied), typeof(TicketClosed)], where);
            var ticket = (await ((IRunIndex)store).ListTicketsAsync(new TicketQuery { Session = session })).ShouldHaveSingleItem(where);
            (ticket.Status, ticket.Owner, ticket.Acts).ShouldBe((TicketStatus.Closed, "ann", 3), where);
            (await ((INoticeStore)store).LeaseNoticesAsync("webhook", 10, clock.GetUtcNow(), TimeSpan.FromDays(100)))
                .Select(l => (l.Notice.Kind, l.Notice.Subject, l.Attempt)).ShouldBe([(Notice.TicketOpened, ticket.Id, 1)], where);
        }));

        // At least each of the runs, the acts and their commits: fewer would mean that the crashes missed what they are for.
        died.ShouldBeGreaterThan(12);
    }

    /// <summary>Asks for a person, and sees to the ticket as a careful person does, who looks before acting and again after a failure.</summary>
    private static async Task<Guid> TellAsync(SimulatedProcess process, string user)
    {
        var tickets = process.Runtime.Tickets;
        var run = await process.AskAsync(user, "I want a human", user, TestContext.Current.CancellationToken);
        run.Reason.ShouldBe(TerminationReason.Escalated);
        var id = (await tickets.ListAsync(new TicketQuery { Session = run.Session })).ShouldHaveSingleItem().Id;
        await DoAsync(1, () => tickets.ClaimAsync(id, "ann"));
        await DoAsync(2, () => tickets.ReplyAsync(id, "ann", "Here I am."));
        await DoAsync(3, () => tickets.CloseAsync(id, "ann"));
        var thanks = await process.Runtime.SendAsync(run.Session, "Thanks", new SendOptions { IdempotencyKey = user + "/thanks" });
        (await process.Runtime.WaitAsync(thanks.Run)).Answer.ShouldBe("Done.", "The agent answers again.");
        return run.Session;

        async Task DoAsync(int count, Func<Task> act)
        {
            if ((await tickets.FindAsync(id))!.Acts < count)
            {
                try
                {
                    await act();
                }
                catch (HoldfastException e) when (e.Code is "ticket-changed" or "ticket-claimed" or "ticket-closed")
                {
                    // Accepted before the process died, and perhaps carried out since the ticket was looked at.
                }
            }

            while ((await tickets.FindAsync(id))!.Acts < count)
            {
                await Task.Yield();
            }
        }
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var agent = Agent.Define("helper").Escalates().Build();
        var model = new ScriptedModel(turn => turn is { Input: "I want a human", Step: 0 } ? ScriptedReply.Call("ask_for_a_person", """{"reason":"Asked."}""") : new ScriptedReply("Done."));
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, model.AsCatalog(), life, clock, options => options.Channels = ["webhook"]);
    }
}
