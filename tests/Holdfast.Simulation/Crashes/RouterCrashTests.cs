using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies: the same specialists act, in the same order, and what they do is done once.</summary>
public class RouterCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Route_and_hand_over_survive_a_death_at_every_boundary(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var resumed = 0;
        await CrashPlan.AtEachBoundaryAsync(plan => plan.RunAsync(
            clock,
            life => StartAsync(database, life),
            (process, user) => process.AskAsync(user, "Find my order, then pay it", user, TestContext.Current.CancellationToken),
            async (run, where) =>
            {
                var events = await Journals.VerifyAsync(store, run.Session, where);
                run.Reason.ShouldBe(TerminationReason.Completed, where);
                run.Answer.ShouldBe("Paid.", where);
                events.OfType<RouteChosen>().Select(e => (e.Agent, e.By)).ShouldBe([("orders", RouteMeans.Model)], where);
                events.OfType<AgentHandedOver>().Select(e => e.Agent).ShouldBe(["billing"], where);
                world.Effects.Count(key => key.StartsWith($"{run.Run:N}", StringComparison.Ordinal)).ShouldBe(1, where);
                resumed += events.Any(e => e is RunResumed) ? 1 : 0;
            }));

        // The commit before the payment, the payment, what follows it, and the end.
        resumed.ShouldBeGreaterThanOrEqualTo(4);
    }

    private static ScriptedModel Model() => new(turn =>
        turn.Purpose == Purposes.Route ? new ScriptedReply("""{"agent":"orders","confidence":1}""")
        : turn.Messages[0].Text.StartsWith("You answer about orders", StringComparison.Ordinal)
            ? turn.Step == 0 ? ScriptedReply.Call("find", """{"what":"order"}""") : ScriptedReply.Call("hand_over", """{"target":"billing","reason":"to pay"}""")
        : turn.Results is [var result] && result == "did order" ? new ScriptedReply("Paid.")
        : ScriptedReply.Call("pay", """{"what":"order"}"""));

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var orders = Agent.Define("orders").Instruct("You answer about orders.").Use(CrashingTools.Around(
            Holdfast.Tools.ToolMethods.Of("find", "Finds an order.", (string what) => $"{what} 7", new Holdfast.Tools.ToolAttribute { Effect = Holdfast.Tools.ToolEffect.Read, Returns = Safety.Labels.Integrity.Trusted }), life)).Build();
        var billing = Agent.Define("billing").Instruct("You answer about bills.").Use(world.Tool("pay", life, idempotent: true)).Build();
        var router = Agent.Define("shop").RouteTo(orders, billing).Build();
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), router, Model().AsCatalog(), life, clock);
    }
}
