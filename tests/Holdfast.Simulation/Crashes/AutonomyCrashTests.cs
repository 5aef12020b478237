using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Runs.Events;
using Holdfast.Safety.Policy;
using Holdfast.Simulation.World;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Simulation.Crashes;

/// <summary>A call that was let through because autonomy was earned stays let through after a crash, and one that was not is decided by what holds then.</summary>
public class AutonomyCrashTests
{
    private readonly SimulatedClock clock = new();
    private readonly List<int> paid = [];

    [Theory]
    [InlineData(StorageEngine.Memory)]
    [InlineData(StorageEngine.Sqlite)]
    [InlineData(StorageEngine.PostgreSql)]
    public async Task What_was_decided_before_the_crash_holds_although_the_allowance_is_gone(StorageEngine engine)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var database = await Database.CreateAsync(engine);
        var store = await database.OpenAsync();
        var (kept, asked) = (0, 0);
        await CrashPlan.AtEachBoundaryAsync(async plan =>
        {
            var record = await EarnAsync(database);
            paid.Clear();
            var started = 0;
            var wasAsked = false;
            var died = await plan.RunAsync(
                clock,
                async life =>
                {
                    var process = await StartAsync(database, life);
                    if (started++ > 0)
                    {
                        await process.Runtime.Autonomy.WithdrawAsync(record, "carl", cancellationToken: cancellationToken);
                    }

                    return process;
                },
                async (process, user) =>
                {
                    var run = await process.AskAsync(user, "Pay 20.", user, cancellationToken);
                    if (run.Approval is not null)
                    {
                        wasAsked = true;
                        paid.ShouldBeEmpty();
                    }

                    return await process.DecideAsync(run, approve: true, cancellationToken);
                },
                async (run, where) =>
                {
                    var events = await Journals.VerifyAsync(store, run.Session, where);
                    var decisions = events.OfType<PolicyDecided>().Select(d => (d.Decision, d.Rule, IsEarned: d.Allowance is not null)).ToList();
                    decisions.ShouldBe(wasAsked ? [(PolicyDecision.Ask, "large", false), (PolicyDecision.Allow, "approved", false)] : [(PolicyDecision.Allow, "earned", true)], where);
                    paid.Distinct().ShouldBe([20], where);
                });
            kept += died > 0 && !wasAsked ? 1 : 0;
            asked += wasAsked ? 1 : 0;
            return died;
        });

        // Deaths on both sides of the decision's commit: fewer would mean that the crashes missed what they are for.
        kept.ShouldBeGreaterThanOrEqualTo(2);
        asked.ShouldBeGreaterThanOrEqualTo(1);
    }

    private async Task<Guid> EarnAsync(Database database)
    {
        await using var process = await StartAsync(database, new Life());
        for (var i = 0; i < 3; i++)
        {
            clock.Jump(TimeSpan.FromSeconds(1));
            var run = await process.AskAsync("maria", "Pay 20.", $"{Guid.NewGuid()}", TestContext.Current.CancellationToken);
            await process.Runtime.Approvals.DecideAsync(run.Approval!.Id, new ApprovalDecision(true, "ann"));
            await process.Runtime.WaitAsync(run.Run, untilEnd: true);
        }

        clock.Jump(TimeSpan.FromSeconds(1));
        var record = (await process.Runtime.Autonomy.ListAsync(new AutonomyQuery())).ShouldHaveSingleItem().Record.Id;
        await process.Runtime.Autonomy.LoosenAsync(record, "ann", 1000);
        return record;
    }

    private async Task<SimulatedProcess> StartAsync(Database database, Life life)
    {
        var agent = Agent.Define("payer")
            .UseCrashing([ToolMethods.Of("pay", "Pays.", Pay, new ToolAttribute { Idempotent = true })], life)
            .Rule(new PolicyRule("large", PolicyDecision.Ask) { Tool = "pay", Argument = "amount", Above = 10, EarnsAfter = 3 })
            .Build();
        var model = new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("pay", """{"amount":20}""") : new ScriptedReply("Paid."));
        return await SimulatedProcess.StartAsync(await database.OpenAsync(), agent, model.AsCatalog(), life, clock);

        string Pay([Description("How much.")] int amount)
        {
            paid.Add(amount);
            return "paid";
        }
    }
}
