using System.Globalization;
using System.Text.RegularExpressions;
using Holdfast.Agents;
using Holdfast.Agents.Support;
using Holdfast.Classification;
using Holdfast.Journal;
using Holdfast.Knowledge;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Simulation.World;
using Holdfast.Storage;
using Holdfast.Testing;

namespace Holdfast.Simulation.Crashes;

/// <summary>The support agent as it is: wherever its process dies, a refund that a person approved is paid once, in the amount approved, and its identity check is made once.</summary>
public partial class RefundCrashTests
{
    private const string Wish = "Please refund 1 euro for order FF-10038";

    private readonly SimulatedClock clock = new();
    private readonly TextClassifier routing = SupportRouting.Train();
    private int asked;

    [Theory]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task An_approved_refund_is_paid_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var observer = await database.OpenAsync();
        await OpenShopAsync(observer);
        var told = 0;
        var died = await CrashPlan.AtEachBoundaryAsync(plan => plan.RunAsync(clock, life => StartAsync(database, life), TellAsync, async (run, where) =>
        {
            var events = await Journals.VerifyAsync(observer, run.Session, where);
            run.Reason.ShouldBe(TerminationReason.Completed, $"{where}: {run.Error}");
            var preview = events.OfType<ApprovalRequested>().ShouldHaveSingleItem(where).Preview.ShouldNotBeNull(where);
            var amount = decimal.Parse(Amount().Match(preview).Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            (await CountAsync(observer, "support_refunds")).ShouldBe(++told, where);
            (await CountAsync(observer, $"support_refunds WHERE amount_cents = {(amount * 100).ToString("0", CultureInfo.InvariantCulture)}")).ShouldBe(1, where);
            (await CountAsync(observer, $"support_verifications WHERE session = '{run.Session:N}'")).ShouldBe(1, where);
            (await CountAsync(observer, "support_identity_attempts")).ShouldBe(0, where);
        }));

        // The route, two calls, the wait, the decision and the end, with their commits: fewer would mean that the crashes missed what they are for.
        died.ShouldBeGreaterThan(12);
    }

    private static async Task<RunResult> TellAsync(SimulatedProcess process, string key)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        return await process.DecideAsync(await process.AskAsync("maria", Wish, key, cancellationToken), approve: true, cancellationToken);
    }

    private async Task OpenShopAsync(IJournalStore store)
    {
        using var shop = ShopOf(store);
        await shop.EnsureCreatedAsync();
        await SupportSeed.ApplyAsync(shop, clock);
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var store = await database.OpenAsync();
        var options = new SupportOptions { RefundLimit = 0 };
        var agent = SupportAgent.Create(ShopOf(store), options, new KnowledgeBases(((IHoldfastStorage)store).Knowledge), routing, []);
        return await SimulatedProcess.StartAsync(store, agent, new ScriptedModel(Answer).AsCatalog(time: clock), life, clock);
    }

    /// <summary>Whenever it is asked anew how much to refund it says something else, as a real model might: a second payment would show.</summary>
    private ScriptedReply Answer(ScriptedTurn turn) => turn.Step switch
    {
        0 => ScriptedReply.Call("verify_identity", """{"orderNumber":"FF-10041","email":"maria@example.com"}"""),
        1 => ScriptedReply.Call("request_refund", string.Create(CultureInfo.InvariantCulture, $$"""{"orderNumber":"FF-10038","amount":{{1 + (Interlocked.Increment(ref asked) / 100m)}}}""")),
        _ => new ScriptedReply("It is on its way."),
    };

    [GeneratedRegex(@"^Pays €([0-9.]+) ")]
    private static partial Regex Amount();

    private static SupportStore ShopOf(IJournalStore store) => new(((IHoldfastStorage)store).AgentData, store.Engine);

    private static async Task<long> CountAsync(IJournalStore store, string fromWhere)
    {
        await using var command = ((IHoldfastStorage)store).AgentData.CreateCommand($"SELECT count(*) FROM {fromWhere}");
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
