using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Crashes;

/// <summary>What a tool declares about itself decides what happens to a call whose process died in the middle of it.</summary>
public class EffectCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();

    [Fact]
    public async Task A_call_that_may_not_be_repeated_and_cannot_be_asked_about_is_executed_once_at_most()
    {
        var unknown = 0;
        await AtEachBoundaryAsync(life => world.Tool("pay", life), (run, calls, where) =>
        {
            var executed = world.Executions.GetValueOrDefault($"{run.Run:N}-1");
            var isUnknown = run.Reason == TerminationReason.OutcomeUnknown;
            unknown += isUnknown ? 1 : 0;
            executed.ShouldBeLessThanOrEqualTo(1, where);
            isUnknown.ShouldBe(calls[0].Outcome == ToolOutcome.Unknown, where);
            if (!isUnknown)
            {
                run.Reason.ShouldBe(TerminationReason.Completed, where);
                executed.ShouldBe(1, where);
            }
        });

        // Between the mark of the start and the result: after the mark, before and after the effect, before the result's commit.
        unknown.ShouldBe(4);
    }

    [Fact]
    public async Task A_call_that_can_be_asked_about_is_resolved_exactly()
    {
        var asked = 0;
        await AtEachBoundaryAsync(life => world.Tool("pay", life, probed: true), (run, calls, where) =>
        {
            run.Reason.ShouldBe(TerminationReason.Completed, where);
            world.Executions[$"{run.Run:N}-1"].ShouldBe(1, where);
            asked += calls[0].Rule == "probe" ? 1 : 0;
        });

        asked.ShouldBe(2);
    }

    [Fact]
    public async Task An_idempotent_call_is_repeated_under_the_same_key()
    {
        var repeated = 0;
        await AtEachBoundaryAsync(life => world.Tool("pay", life, idempotent: true), (run, _, where) =>
        {
            run.Reason.ShouldBe(TerminationReason.Completed, where);
            world.Executions.Keys.Count(key => key.StartsWith($"{run.Run:N}", StringComparison.Ordinal)).ShouldBe(1, where);
            repeated += world.Executions[$"{run.Run:N}-1"] - 1;
        });

        repeated.ShouldBe(2);
    }

    [Theory]
    [InlineData("cancelled", false, false)]
    [InlineData("cancelled", true, false)]
    [InlineData("too late", false, false)]
    [InlineData("too late", true, false)]
    [InlineData("cancelled", false, true)]
    [InlineData("cancelled", true, true)]
    [InlineData("too late", false, true)]
    [InlineData("too late", true, true)]
    public async Task A_call_under_way_is_settled_although_the_run_is_cancelled_or_its_time_is_over(string how, bool probed, bool idempotent)
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        var life = new Life();
        var dying = await StartAsync(database, life, PayOf);
        var asking = dying.AskAsync("ann", "Pay", "key", TestContext.Current.CancellationToken);
        await life.Death;
        var store = await database.OpenAsync();
        var session = (await ((Journal.IRunIndex)store).ListSessionsAsync(null, "ann", null, 1, TestContext.Current.CancellationToken))[0].Id;
        var running = (await ((Journal.IRunIndex)store).SearchRunsAsync(new() { Session = session }, TestContext.Current.CancellationToken))[0].Id;
        clock.Jump(how == "cancelled" ? TimeSpan.FromSeconds(20) : TimeSpan.FromMinutes(10));
        if (how == "cancelled")
        {
            await using var front = await SimulatedProcess.StartAsync(store, AgentOf([PayOf(new Life())]), Model().AsCatalog(), new Life(), clock, o => o.RunsAgents = false);
            await front.Runtime.CancelAsync(running, "ann", cancellationToken: TestContext.Current.CancellationToken);
        }

        await using var successor = await StartAsync(database, new Life(), PayOf);
        var run = await successor.Runtime.WaitAsync(running, TimeSpan.FromSeconds(20), cancellationToken: TestContext.Current.CancellationToken);

        var events = await Journals.VerifyAsync(store, session, how);
        world.Executions[$"{running:N}-1"].ShouldBe(1);
        events.OfType<ToolFinished>().Single().Outcome.ShouldBe(probed ? ToolOutcome.Succeeded : ToolOutcome.Unknown);
        run.Reason.ShouldBe(!probed ? TerminationReason.OutcomeUnknown : how == "cancelled" ? TerminationReason.Cancelled : TerminationReason.TimeLimit);
        _ = asking;

        Tool PayOf(Life of) => new("pay", "Pays.", System.Text.Json.JsonElement.Parse("""{"type":"object"}"""), new ToolAttribute("pay") { Idempotent = idempotent }, async (arguments, context, token) =>
        {
            var result = await world.Tool("pay", new Life()).InvokeAsync(System.Text.Json.JsonElement.Parse("""{"what":"pay"}"""), context, token);
            if (ReferenceEquals(of, life))
            {
                of.End("after the effect");
            }

            await of.ContinueAsync();
            return result;
        }, probed ? (context, _) => Task.FromResult(world.Executions.ContainsKey(context.IdempotencyKey) ? ToolProbe.Yes("paid") : ToolProbe.No) : null);
    }

    private static ScriptedModel Model() => new(turn =>
        turn.Step == 0 ? ScriptedReply.Call("pay", """{"what":"pay"}""") : new ScriptedReply("Paid."));

    private static Agent AgentOf(IEnumerable<Tool> tools) => tools.Aggregate(Agent.Define("payer"), (agent, tool) => agent.Use(tool)).Build();

    private Task<SimulatedProcess> StartAsync(Database database, Life life, Func<Life, Tool> tool) => StartAsync(database, life, [tool(life)]);

    private async Task<SimulatedProcess> StartAsync(Database database, Life life, IEnumerable<Tool> tools) =>
        await SimulatedProcess.StartAsync(await database.OpenAsync(), AgentOf(tools), Model().AsCatalog(), life, clock);

    /// <summary>One run with one call for each boundary, each on a database of its own.</summary>
    private Task AtEachBoundaryAsync(Func<Life, Tool> tool, Action<RunResult, List<ToolFinished>, string> verify) => CrashPlan.AtEachBoundaryAsync(async plan =>
    {
        await using var database = await Database.CreateAsync(StorageEngine.Memory);
        return await plan.RunAsync(
            clock,
            life => StartAsync(database, life, tool),
            (process, key) => process.AskAsync("ann", "Pay", key, TestContext.Current.CancellationToken),
            async (run, where) =>
            {
                var events = await Journals.VerifyAsync(await database.OpenAsync(), run.Session, where);
                verify(run, [.. events.OfType<ToolFinished>()], where);
            });
    });
}
