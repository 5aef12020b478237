using System.Collections.Concurrent;
using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Crashes;

/// <summary>What the user confirms is carried out exactly once, and nothing else is, wherever the process dies: before the question, between it and the yes, between the yes and the write.</summary>
public class ConfirmationCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly ConcurrentDictionary<string, string> refunds = new();
    private volatile bool saidYes;

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task A_confirmed_write_is_made_once_wherever_the_process_died(StorageEngine engine)
    {
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var (beforeTheYes, afterTheYes) = (0, 0);
        await CrashPlan.AtEachBoundaryAsync(async plan =>
        {
            refunds.Clear();
            saidYes = false;
            var found = new List<(bool Yes, bool Refunded)>();
            var died = await plan.RunAsync(
                clock,
                life =>
                {
                    found.Add((saidYes, !refunds.IsEmpty));
                    return StartAsync(database, life);
                },
                TalkAsync,
                async (run, where) =>
                {
                    var events = await Journals.VerifyAsync(store, run.Session, where);
                    (run.Reason, run.Answer).ShouldBe((TerminationReason.Completed, "Done."), where);
                    refunds.Values.ShouldBe(["W1"], where);
                    events.OfType<ConfirmationAsked>().Count().ShouldBe(1, where);
                });
            beforeTheYes += found is [_, (Yes: false, _)] ? 1 : 0;
            afterTheYes += found is [_, (Yes: true, Refunded: false)] ? 1 : 0;
            return died;
        });

        // A commit that starts each run and one that ends it, and the one before the write.
        beforeTheYes.ShouldBeGreaterThanOrEqualTo(4);
        afterTheYes.ShouldBeGreaterThanOrEqualTo(3);
    }

    /// <summary>Asks for a refund and says yes to the question, each under a key, so that it may be said again.</summary>
    private async Task<RunResult> TalkAsync(SimulatedProcess process, string user)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var asked = await process.AskAsync(user, "Refund order W1.", user, cancellationToken);
        asked.Reason.ShouldBe(TerminationReason.NeedsInput);
        saidYes = true;
        var yes = await process.Runtime.SendAsync(asked.Session, "yes", new SendOptions { IdempotencyKey = user + "/yes" }, cancellationToken);
        return await process.Runtime.WaitAsync(yes.Run, cancellationToken: cancellationToken);
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        Tool[] tools = [ToolMethods.Of("refund_order", "Refunds an order.", Refund, new ToolAttribute { Idempotent = true, Returns = Integrity.Trusted })];
        var agent = Agent.Define("shop").UseCrashing(tools, life).Rule(new PolicyRule("confirm-writes", PolicyDecision.Confirm)).Build();
        var model = new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("refund_order", """{"order":"W1"}""") : new ScriptedReply("Done."));
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, model.AsCatalog(), life, clock);

        string Refund([Description("Which.")] string order, ToolContext context)
        {
            saidYes.ShouldBeTrue("A write was made without a yes.");
            refunds[context.IdempotencyKey] = order;
            return "refunded";
        }
    }
}
