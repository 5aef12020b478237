using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>Wherever a process dies while a question is answered from the cache: the user gets one answer, and the journal says where it comes from.</summary>
public class AnswerCrashTests
{
    private readonly SimulatedClock clock = new();

    [Theory]
    [InlineData(StorageEngine.Memory, false)]
    [InlineData(StorageEngine.Sqlite, false)]
    [InlineData(StorageEngine.Sqlite, true)]
    [InlineData(StorageEngine.PostgreSql, true)]
    public async Task A_cached_answer_survives_a_death_at_every_boundary(StorageEngine engine, bool forgets)
    {
        await using var database = await Database.CreateAsync(engine);
        var resumed = 0;
        for (var boundary = 1; ; boundary++)
        {
            var (user, question) = ($"user{boundary}", $"Where is shop {boundary}?");
            RunResult origin;
            await using (var first = await StartAsync(database, new Life(), "Here."))
            {
                // It has kept its answer when it ends.
                origin = await first.AskAsync("first", question, $"first{boundary}", TestContext.Current.CancellationToken);
            }

            var life = new Life(boundary);
            await using var process = await StartAsync(database, life, "There.");
            var asked = process.AskAsync(user, question, user, TestContext.Current.CancellationToken);
            await Task.WhenAny(asked, life.Death).WaitAsync(TimeSpan.FromSeconds(20));
            var died = life.IsOver;
            if (died && forgets)
            {
                // Whatever was decided before the death counts, even when a second look would find nothing.
                await ((Caching.IAnswerCache)await database.OpenAsync()).RemoveAnswerAsync(origin.Run, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), TestContext.Current.CancellationToken);
            }

            clock.Jump(TimeSpan.FromSeconds(20));
            await using var successor = await StartAsync(database, new Life(), "There.");
            var run = await (died ? successor.AskAsync(user, question, user, TestContext.Current.CancellationToken) : asked).WaitAsync(TimeSpan.FromSeconds(20));

            var events = await Journals.VerifyAsync(await database.OpenAsync(), run.Session, life.DiedAt);
            var found = events.OfType<AnswerLookedUp>().ShouldHaveSingleItem(life.DiedAt);
            run.Reason.ShouldBe(TerminationReason.Completed, life.DiedAt);
            run.Answer.ShouldBe(found.Answer ?? "There.", life.DiedAt);
            run.Steps.ShouldBe(found.Answer is null ? 1 : 0, life.DiedAt);
            found.Origin.ShouldBe(found.Answer is null ? null : origin.Run, life.DiedAt);
            (forgets && died ? true : found.Answer is not null).ShouldBeTrue(life.DiedAt);
            resumed += events.Any(e => e is RunResumed) ? 1 : 0;
            if (!died)
            {
                break;
            }
        }

        // After the commit of the question, and before that of the answer.
        resumed.ShouldBeGreaterThanOrEqualTo(2);
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life, string answer) => await SimulatedProcess.StartAsync(
        await database.OpenAsync(), Agent.Define("shop").CacheAnswers().Build(), new ScriptedModel(_ => new ScriptedReply(answer)).AsCatalog(), life, clock);
}
