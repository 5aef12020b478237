using Holdfast.Agents;
using Holdfast.Models;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies: an unsure answer is never given, the stronger tier takes over once, and what was done before is not done again.</summary>
public class CascadeCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly Counter world = new();

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_cascade_survives_a_death_at_every_boundary(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var resumed = 0;
        for (var boundary = 1; ; boundary++)
        {
            var user = $"user{boundary}";
            var life = new Life(boundary);
            await using var process = await StartAsync(database, life);
            var asked = process.AskAsync(user, "Pay order", user, TestContext.Current.CancellationToken);
            await Task.WhenAny(asked, life.Death).WaitAsync(TimeSpan.FromSeconds(20));
            var died = life.IsOver;
            clock.Jump(TimeSpan.FromSeconds(20));
            await using var successor = await StartAsync(database, new Life());
            var run = await (died ? successor.AskAsync(user, "Pay order", user, TestContext.Current.CancellationToken) : asked).WaitAsync(TimeSpan.FromSeconds(20));

            var events = await Journals.VerifyAsync(await database.OpenAsync(), run.Session, life.DiedAt);
            (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "Paid."), life.DiedAt);
            events.OfType<AnswerScored>().Select(e => e.Outcome).ShouldBe([ScoreOutcome.MovedUp, ScoreOutcome.Given], life.DiedAt);
            events.OfType<ModelReplied>().Where(e => e.Purpose == Purposes.Act).Select(e => e.Tier).ShouldBe([Tier.Fast, Tier.Fast, Tier.Strong], life.DiedAt);
            events.OfType<ModelReplied>().Count(e => e.Purpose == Purposes.Sample).ShouldBe(2, life.DiedAt);
            world.Effects.Count(key => key.StartsWith($"{run.Run:N}", StringComparison.Ordinal)).ShouldBe(1, life.DiedAt);
            resumed += events.Any(e => e is RunResumed) ? 1 : 0;
            if (!died)
            {
                break;
            }
        }

        // The commit before the payment, the payment, what follows it, and the end.
        resumed.ShouldBeGreaterThanOrEqualTo(4);
    }

    private static ModelEndpoint Endpoint(string name, Func<ScriptedTurn, ScriptedReply> mind) => new(new ModelProvider(name, new ModelProviderOptions { RetryDelays = [] }), name, new ScriptedModel(mind), new(1, 1));

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var agent = Agent.Define("shop").Use(world.Tool("pay", life, idempotent: true)).ScoreAnswers(o => o with { StrongerTier = Tier.Strong, Samples = 2 }).Build();
        var small = Endpoint("small", turn =>
            turn.Purpose == Purposes.Sample ? new ScriptedReply("It was not done.") : turn.Results.Count == 0 ? ScriptedReply.Call("pay", """{"what":"order"}""") : new ScriptedReply("I am not sure whether it is paid."));
        var strong = Endpoint("strong", turn => turn.Results is ["did order"] ? new ScriptedReply("Paid.") : ScriptedReply.Call("pay", """{"what":"order"}"""));
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, new ModelCatalog([strong], [strong], [small]), life, clock);
    }
}
