using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Runs.Patterns;
using Holdfast.Safety.Labels;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies, each step of a workflow is done once: a tool, an agent beside it, and one that waits for a person.</summary>
public class WorkflowCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Each_step_is_done_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var boundaries = await CrashPlan.AtEachBoundaryAsync(plan => TellAsync(database, plan));

        // The start, three rounds of effects, the claims of the called agent and after the decision, and the end.
        boundaries.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Deaths_in_a_row_change_nothing()
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        foreach (var plan in CrashPlan.InARow(20261123, boundaries: 11))
        {
            await TellAsync(database, plan);
        }
    }

    private async Task<int> TellAsync(Database database, CrashPlan plan)
    {
        var store = await database.OpenAsync();
        return await plan.RunAsync(clock, life => StartAsync(database, life), AskAsync, (run, where) => VerifyAsync(store, run, where));
    }

    private async Task VerifyAsync(IJournalStore store, RunResult run, string where)
    {
        run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {run.Error}");
        run.Answer.ShouldBe("paid True, Done., wiped True, 3 steps", where);
        var events = await Journals.VerifyAsync(store, run.Session, where);
        string.Join(" ", events.OfType<WorkflowStepFinished>().Select(e => e.Step).Order()).ShouldBe("helper pay read sum wipe", where);
        var child = (await ((IRunIndex)store).SearchRunsAsync(new RunQuery { Parent = run.Run })).ShouldHaveSingleItem(where);
        foreach (var (of, count) in ((Guid, int)[])[(run.Run, 2), (child.Id, 1)])
        {
            var executed = world.Executions.Where(e => e.Key.StartsWith($"{of:N}", StringComparison.Ordinal)).ToList();
            executed.Count.ShouldBe(count, where);
            executed.ShouldAllBe(e => e.Value == 1, where);
        }
    }

    private static async Task<RunResult> AskAsync(SimulatedProcess process, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return await process.DecideAsync(await process.AskAsync(user, "Do all of it", user, cancellationToken), approve: true, cancellationToken);
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var helper = Agent.Define("helper").Instruct("helper").Use(world.Tool("help", life, probed: true)).Build();
        var wipe = world.Tool("wipe", life, probed: true);
        var asked = new Tool(wipe.Name, wipe.Description, wipe.Parameters, new ToolAttribute("wipe") { NeedsApproval = true, Returns = Integrity.Trusted }, wipe.InvokeAsync, wipe.Probe);
        var flow = Workflow.Define()
            .Ask<string>("read", _ => "How often?")
            .InParallel(p => p.Call("pay", "pay", d => new { what = d.Get<string>("read") }), p => p.Delegate("helper", "helper", _ => "Help."))
            .When(d => d.Get<string>("read") == "once", t => t.Call("wipe", "wipe", _ => new { what = "twice" }))
            .Compute("sum", _ => 3)
            .Answer(d => $"paid {d.Has("pay")}, {d.Get<string>("helper")}, wiped {d.Has("wipe")}, {d.Get<int>("sum")} steps");
        var desk = Agent.Define("desk").Instruct("desk").Use(world.Tool("pay", life, probed: true)).Use(asked).Calls(helper).Follow(flow).Limit(l => l with { RunTokens = 400_000, OutputTokens = 200 }).Build();
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), desk, Model().AsCatalog(), life, clock);
    }

    private static ScriptedModel Model() => new(turn => turn.Messages[0].Text.StartsWith("desk", StringComparison.Ordinal) ? new ScriptedReply("once")
        : turn.Step == 0 ? ScriptedReply.Call("help", """{"what":"help"}""") : new ScriptedReply("Done."));
}
