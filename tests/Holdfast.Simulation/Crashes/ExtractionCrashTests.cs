using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.Memory;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>A session that ends leaves each fact that its user told of once, wherever the process dies: also between the call that found them and the end, and between two of them.</summary>
public class ExtractionCrashTests
{
    private const string Said = "I live at 12 Elm Street and I only eat vegan food";

    private readonly SimulatedClock clock = new();
    private int calls;

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task Each_fact_is_kept_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var amongFacts = 0;
        await CrashPlan.AtEachBoundaryAsync(async plan =>
        {
            calls = 0;
            return await plan.RunAsync(clock, life => StartAsync(database, life), (process, user) => TalkAsync(process, store, user), async (session, where) =>
            {
                amongFacts += where.Contains("[memory ", StringComparison.Ordinal) ? 1 : 0;
                var events = await Journals.VerifyAsync(store, session, where);
                var extracted = events.OfType<FactsExtracted>().ShouldHaveSingleItem(where);
                extracted.Items.Count.ShouldBe(2, where);
                var query = new MemoryQuery { Tenant = "default", User = (await store.FindSessionAsync(session))!.User };
                var kept = (await ((IMemoryStore)store).ListMemoryAsync(query, TestContext.Current.CancellationToken)).Where(i => i.Kind != MemoryKind.Episode);
                kept.Select(i => (i.Key, i.Text, i.Status)).ShouldBe(extracted.Items.Select(i => (i.Key, i.Value, MemoryStatus.Current)), ignoreOrder: true, where);
            });
        });

        // Before and after each of the two facts and the summary.
        amongFacts.ShouldBe(6);
    }

    /// <summary>Says something and closes the session, so that both may be done again.</summary>
    private static async Task<Guid> TalkAsync(SimulatedProcess process, IJournalStore store, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var run = await process.AskAsync(user, Said, user, cancellationToken);
        await process.Runtime.CloseSessionAsync(run.Session, cancellationToken: cancellationToken);
        while ((await store.FindSessionAsync(run.Session, cancellationToken))!.Status != SessionStatus.Closed)
        {
            await process.Life.ContinueAsync();
            await Task.Yield();
        }

        return run.Session;
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var agent = Agent.Define("waiter").Remembers().Build();
        var model = new ScriptedModel(turn => turn.Purpose == Purposes.Extract ? new ScriptedReply(Facts()) : new ScriptedReply("Fine."));
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, model.AsCatalog(), life, clock);
    }

    /// <summary>No two calls find the same: what is kept must be what the journal says and not what a later call says.</summary>
    private string Facts()
    {
        var call = Interlocked.Increment(ref calls);
        return $$"""
            {"facts":[
              {"kind":"fact","subject":"user","key":"home {{call}}","value":"12 Elm Street","quote":"I live at 12 Elm Street"},
              {"kind":"preference","subject":"user","key":"diet {{call}}","value":"vegan","quote":"only eat vegan food"}
            ]}
            """;
    }
}
