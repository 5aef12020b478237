using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies, what an agent remembers of its user is kept once: the episode of a session that ends, and what an agent keeps that was called by another.</summary>
public class MemoryCrashTests
{
    private readonly SimulatedClock clock = new();
    private TaskCompletionSource closed = new();
    private int asked;

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_session_that_ends_leaves_one_episode_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var places = new List<string>();
        await CrashPlan.AtEachBoundaryAsync(plan => plan.RunAsync(clock, life => StartAsync(database, Waiter(), life), CloseAsync, async (session, where) =>
        {
            places.Add(where);
            var events = await Journals.VerifyAsync(store, session, where);
            events.OfType<RunStarted>().Count().ShouldBe(2, where);
            var closed = events.OfType<SessionClosed>().ShouldHaveSingleItem(where);
            var episode = (await RememberedAsync(store, (await store.FindSessionAsync(session))!.User)).ShouldHaveSingleItem(where);
            (episode.Kind, episode.Session, episode.Trusted).ShouldBe((MemoryKind.Episode, session, true), where);
            episode.Text.ShouldStartWith("She wants a quiet table", Case.Sensitive, where);
            episode.Text.ShouldBe(closed.Summary, where);
        }));

        // The end of the session is asked for, taken up, summarised, kept and committed: fewer would mean that the crashes missed what they are for.
        places.ShouldContain("died at: before commit [memory completed]");
        places.ShouldContain("died at: after commit [memory completed]");
        places.Count.ShouldBeGreaterThan(14);
    }

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_called_agent_keeps_what_it_is_told_once_and_knows_it_when_it_is_called_again(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var places = new List<string>();
        await CrashPlan.AtEachBoundaryAsync(plan => plan.RunAsync(clock, life => StartAsync(database, Desk(), life), AskTwiceAsync, async (run, where) =>
        {
            places.Add(where);
            run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {run.Error}");
            run.Answer.ShouldBe("She sits by the window.", where);
            await Journals.VerifyAsync(store, run.Session, where);
            var item = (await RememberedAsync(store, (await store.FindSessionAsync(run.Session))!.User)).ShouldHaveSingleItem(where);
            (item.Kind, item.Agent, item.Key).ShouldBe((MemoryKind.Fact, "waiter", "seat"), where);
            var called = (await store.ReadEventsAsync(item.Session, 1, long.MaxValue)).Select(EventCodec.Decode).ToList();
            called.OfType<ModelReplied>().SelectMany(e => e.Calls ?? []).ShouldHaveSingleItem(where).Arguments.ShouldContain($"\"{item.Text}\"", Case.Sensitive, where);
        }));

        places.ShouldContain(where => where.Contains("[memory seat]", StringComparison.Ordinal));
        places.Count.ShouldBeGreaterThan(30);
    }

    private static Agent Waiter() => Agent.Define("waiter").Instruct("waiter").Remembers().Build();

    private static Agent Desk() => Agent.Define("desk").Instruct("desk").Calls(Waiter()).Build();

    /// <summary>Whenever it is asked anew what to keep it words it in another way, as a real model might: what was kept before its cause was durable would show.</summary>
    private ScriptedReply Answer(ScriptedTurn turn)
    {
        if (turn.Purpose == Purposes.Summarise)
        {
            return new ScriptedReply($"She wants a quiet table, as was said {Interlocked.Increment(ref asked)} times.");
        }

        var prompt = string.Join('\n', turn.Messages.Select(m => m.Text));
        return (prompt.StartsWith("desk", StringComparison.Ordinal), turn.Step) switch
        {
            (true, 0) => ScriptedReply.Call("waiter", turn.Input == "I sit by the window" ? """{"task":"Keep where she sits: by the window."}""" : """{"task":"Where does she sit?"}"""),
            (true, _) => new ScriptedReply(turn.Results[^1]),
            (false, 0) when turn.Input.StartsWith("Keep", StringComparison.Ordinal) => ScriptedReply.Call(MemoryTools.Remember, $$"""{"key":"seat","value":"by the window {{Interlocked.Increment(ref asked)}}"}"""),
            (false, _) when turn.Input.StartsWith("Where", StringComparison.Ordinal) => new ScriptedReply(prompt.Contains("by the window", StringComparison.Ordinal) ? "She sits by the window." : "I do not know."),
            _ => new ScriptedReply(string.Join(' ', Enumerable.Repeat("Noted", 200))),
        };
    }

    private async Task<Guid> CloseAsync(SimulatedProcess process, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var run = await process.AskAsync(user, "I want a quiet table", user, cancellationToken);
        await process.Runtime.CloseSessionAsync(run.Session, cancellationToken: cancellationToken);
        if ((await process.Runtime.FindSessionAsync(run.Session, cancellationToken: cancellationToken))!.Status != SessionStatus.Closed)
        {
            await closed.Task;
        }

        return run.Session;
    }

    private static async Task<RunResult> AskTwiceAsync(SimulatedProcess process, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var told = await process.AskAsync(user, "I sit by the window", user, cancellationToken);
        var asked = await process.Runtime.SendAsync(told.Session, "Where do I sit?", new SendOptions { IdempotencyKey = user + "/where" }, cancellationToken);
        return await process.Runtime.WaitAsync(asked.Run, cancellationToken: cancellationToken);
    }

    private static Task<IReadOnlyList<MemoryItem>> RememberedAsync(IJournalStore store, string user) =>
        ((IMemoryStore)store).ListMemoryAsync(new MemoryQuery { Tenant = "default", User = user });

    private async Task<SimulatedProcess> StartAsync(Database database, Agent agent, Life life)
    {
        var ended = closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, new ScriptedModel(Answer).AsCatalog(), life, clock, around: async (operation, work) =>
        {
            await life.AroundAsync(operation, work);
            if (operation.StartsWith("commit", StringComparison.Ordinal) && operation.Contains("session.closed", StringComparison.Ordinal))
            {
                ended.TrySetResult();
            }
        });
    }
}
