using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies, two called agents at work at once, one of them waiting for a person, each do their effect once, and their caller ends.</summary>
public class DelegationCrashTests
{
    private const long Ceiling = 400_000;

    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Two_called_agents_do_their_effects_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var boundaries = await CrashPlan.AtEachBoundaryAsync(plan => TellAsync(database, plan));

        // Of the caller its start, two intents, a wait, two ends and the end; of each called agent the claim, the start, the effect and the end.
        boundaries.ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    public async Task Deaths_in_a_row_change_nothing(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        foreach (var plan in CrashPlan.InARow(20261121, boundaries: 13))
        {
            await TellAsync(database, plan);
        }
    }

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Who_cancels_has_all_of_it_ended_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        (await CrashPlan.AtEachBoundaryAsync(plan => CancelAsync(database, plan))).ShouldBeGreaterThan(30);
    }

    [Theory]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Two_workers_on_one_store_share_the_work(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        await using var first = await StartAsync(database, new Life());
        await using var second = await StartAsync(database, new Life());
        for (var n = 0; n < 6; n++)
        {
            var run = await AskAsync(n % 2 == 0 ? first : second, $"pair{n}").WaitAsync(TimeSpan.FromSeconds(30));
            await VerifyAsync(store, run, "two workers");
        }
    }

    /// <summary>Called agents that spend what they get, until they get no more, never spend more than their caller may, however often processes die.</summary>
    [Fact]
    public async Task Called_agents_at_work_at_once_cross_no_ceiling_of_their_caller()
    {
        const long most = 30_000;
        var random = new Random(20261122);
        for (var round = 0; round < 20; round++)
        {
            await using var database = await Database.CreateAsync(StorageEngine.Memory);
            var store = await database.OpenAsync();
            var served = 0L;
            var plan = new CrashPlan([.. Enumerable.Range(0, round == 0 ? 0 : random.Next(1, 5)).Select(_ => random.Next(1, 40))]);
            await plan.RunAsync(
                clock,
                life =>
                {
                    var spender = Agent.Define("spender").Instruct("spender").Use("look", "Looks.", (string what) => "Nothing of " + what, ToolEffect.Read).Limit(l => l with { Steps = 500, OutputTokens = 40 }).Build();
                    var desk = Agent.Define("desk").Instruct("desk").Calls(spender, 0.6).Limit(l => l with { RunTokens = most, OutputTokens = 40 }).Build();
                    return SimulatedProcess.StartAsync(store, desk, new ScriptedModel(Spend).AsCatalog(new ModelProviderOptions { RetryDelays = [] }), life, clock);
                },
                (process, key) => process.AskAsync("ann", "Spend", key, TestContext.Current.CancellationToken),
                async (run, died) =>
                {
                    var where = $"round {round}, {died}";
                    var events = await Journals.VerifyAsync(store, run.Session, where);
                    served.ShouldBeLessThanOrEqualTo(most, where);
                    events.OfType<DelegationStarted>().Count().ShouldBe(events.OfType<DelegationFinished>().Count(), where);
                    var session = await SessionLoader.LoadAsync(store, (await store.FindSessionAsync(run.Session))!, TestContext.Current.CancellationToken);
                    session.SessionTokens.ShouldBeInRange(served, most, where);
                    served.ShouldBeGreaterThan(most / 4, where);
                });

            ScriptedReply Spend(ScriptedTurn turn)
            {
                Interlocked.Add(ref served, 140);
                return (turn.Messages[0].Text.StartsWith("desk", StringComparison.Ordinal), turn.Step) switch
                {
                    (true, < 3) => ScriptedReply.CallAll(("spender", """{"task":"Spend"}"""), ("spender", """{"task":"Spend more"}""")) with { OutputTokens = 40 },
                    (true, _) => new ScriptedReply("Spent.") { OutputTokens = 40 },
                    _ => ScriptedReply.Call("look", $$"""{"what":"{{turn.Step}}"}""") with { OutputTokens = 40 },
                };
            }
        }
    }

    private async Task<int> TellAsync(Database database, CrashPlan plan)
    {
        var store = await database.OpenAsync();
        return await plan.RunAsync(clock, life => StartAsync(database, life), AskAsync, (run, where) => VerifyAsync(store, run, where));
    }

    private async Task<int> CancelAsync(Database database, CrashPlan plan)
    {
        var store = await database.OpenAsync();
        return await plan.RunAsync(clock, life => StartAsync(database, life), (process, user) => GiveUpAsync(process, store, user), async (run, where) =>
        {
            run.Reason.ShouldBe(TerminationReason.Cancelled, where);
            await Journals.VerifyAsync(store, run.Session, where);
            foreach (var child in await ((IRunIndex)store).SearchRunsAsync(new RunQuery { Parent = run.Run }))
            {
                child.Status.ShouldBe(RunStatus.Finished, where);
                world.Executions.Keys.ShouldNotContain(key => key.StartsWith($"{child.Id:N}", StringComparison.Ordinal) && child.Reason == TerminationReason.Cancelled && child.Agent == "wiper", where);
            }
        });
    }

    private async Task VerifyAsync(IJournalStore store, RunResult run, string where)
    {
        run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {run.Error}");
        var events = await Journals.VerifyAsync(store, run.Session, where);
        events.OfType<DelegationStarted>().Select(e => e.Agent).ShouldBe(["payer", "wiper"], where);
        var ends = events.OfType<DelegationFinished>().ToList();
        ends.Select(e => e.Reason).ShouldBe([TerminationReason.Completed, TerminationReason.Completed], where);
        var children = await ((IRunIndex)store).SearchRunsAsync(new RunQuery { Parent = run.Run });
        children.Count.ShouldBe(2, where);
        foreach (var child in children)
        {
            child.Reason.ShouldBe(TerminationReason.Completed, where);
            world.Executions.Where(e => e.Key.StartsWith($"{child.Id:N}", StringComparison.Ordinal)).ShouldHaveSingleItem(where);
            world.Effects.Count(key => key.StartsWith($"{child.Id:N}", StringComparison.Ordinal)).ShouldBe(1, where);
            (await JournalVerification.VerifyAsync(store, child.Session)).Fault.ShouldBeNull(where);
            var row = (await store.FindSessionAsync(child.Session))!;
            row.ShouldSatisfyAllConditions(where, () => row.Status.ShouldBe(SessionStatus.Closed), () => row.Parent.ShouldBe(run.Session));
        }

        // What was served counts against the caller once, and the ceiling holds with what lost calls are assumed to have used.
        var used = ends.Sum(e => e.Tokens);
        used.ShouldBeGreaterThanOrEqualTo(4 * 110, where);
        (used + run.InputTokens + run.OutputTokens + events.OfType<RunResumed>().Sum(e => e.AssumedTokens)).ShouldBeLessThanOrEqualTo(Ceiling, where);
    }

    /// <summary>Asks for both, and approves what a called agent asks a person for.</summary>
    private static async Task<RunResult> AskAsync(SimulatedProcess process, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return await process.DecideAsync(await process.AskAsync(user, "Pay and wipe", user, cancellationToken), approve: true, cancellationToken);
    }

    private static async Task<RunResult> GiveUpAsync(SimulatedProcess process, IJournalStore store, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var run = await process.AskAsync(user, "Pay and wipe", user, cancellationToken);
        await process.Runtime.CancelAsync(run.Run, user, cancellationToken: cancellationToken);
        run = await process.Runtime.WaitAsync(run.Run, untilEnd: true, cancellationToken: cancellationToken);
        while ((await store.FindSessionAsync(run.Session, cancellationToken)) is not { Status: SessionStatus.Idle })
        {
            // A request to cancel that came twice is dropped after the end, by this process or by the next one.
            await process.Life.ContinueAsync();
            await Task.Yield();
        }

        return run;
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var payer = Agent.Define("payer").Instruct("payer").Use(world.Tool("pay", life, probed: true)).Build();
        var wipe = world.Tool("wipe", life, probed: true);
        var asked = new Tool(
            wipe.Name, wipe.Description, wipe.Parameters, new ToolAttribute("wipe") { NeedsApproval = true, Returns = Integrity.Trusted }, wipe.InvokeAsync, wipe.Probe);
        var wiper = Agent.Define("wiper").Instruct("wiper").Use(asked).Build();
        var desk = Agent.Define("desk").Instruct("desk").Calls(payer).Calls(wiper).Limit(l => l with { RunTokens = Ceiling, OutputTokens = 200 }).Build();
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), desk, Model().AsCatalog(), life, clock);
    }

    private static ScriptedModel Model() => new(turn => (turn.Messages[0].Text.Split('\n')[0], turn.Step) switch
    {
        ("desk", 0) => ScriptedReply.CallAll(("payer", """{"task":"Pay"}"""), ("wiper", """{"task":"Wipe"}""")),
        ("payer", 0) => ScriptedReply.Call("pay", """{"what":"pay"}"""),
        ("wiper", 0) => ScriptedReply.Call("wipe", """{"what":"wipe"}"""),
        _ => new ScriptedReply("Done."),
    });
}
