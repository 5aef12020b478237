using System.ComponentModel;
using Holdfast.Agents;
using Holdfast.Journal;
using Holdfast.People;
using Holdfast.Runs;
using Holdfast.Safety.Labels;
using Holdfast.Safety.Policy;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/approvals.md.</summary>
public sealed class ApprovalsPage
{
    [Fact]
    public async Task Runs()
    {
        var till = new Till();
        var agent = Agent.Define("shop")
            .UseToolsOf(till)
            .Rule(
                new PolicyRule("large-refund", PolicyDecision.Ask) { Tool = "refund", Argument = "amount", Above = 100 },
                new PolicyRule("huge-refund", PolicyDecision.Ask) { Tool = "refund", Argument = "amount", Above = 1_000, Approvers = 2, Role = "manager" })
            .Limit(l => l with { Approval = TimeSpan.FromHours(8) })
            .Build();
        var cancellationToken = TestContext.Current.CancellationToken;
        var model = ScriptedModel.Of(ScriptedReply.Call("refund", """{"order":"A-17","amount":200}"""), new ScriptedReply("It is on its way."));
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), new InMemoryStore());
        await runtime.StartAsync(cancellationToken);
        var run = await runtime.RunAsync("shop", "Refund order A-17, please: 200.", cancellationToken: cancellationToken);
        run.Approval!.Preview.ShouldBe("Sends 200 back to the card that paid A-17.");

        foreach (var waiting in await runtime.Approvals.ListAsync(new ApprovalQuery { Status = ApprovalStatus.Pending }, cancellationToken))
        {
            await runtime.Approvals.DecideAsync(waiting.Id, new ApprovalDecision(Approve: true, By: "ann") { Digest = waiting.Digest }, cancellationToken: cancellationToken);
            var ended = await runtime.WaitAsync(waiting.Run, untilEnd: true, cancellationToken: cancellationToken);
            ended.Answer.ShouldBe("It is on its way.");
        }
    }

    [Fact]
    public async Task Autonomy_is_earned()
    {
        var till = new Till();
        var agent = Agent.Define("desk")
            .UseToolsOf(till)
            .Rule(new PolicyRule("large-refund", PolicyDecision.Ask) { Tool = "refund", Argument = "amount", Above = 100, EarnsAfter = 20 })
            .Build();
        var cancellationToken = TestContext.Current.CancellationToken;
        var model = new ScriptedModel(turn => turn.Step == 0 ? ScriptedReply.Call("refund", """{"order":"A-17","amount":120}""") : new ScriptedReply("It is on its way."));
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), new InMemoryStore());
        await runtime.StartAsync(cancellationToken);
        for (var i = 0; i < 20; i++)
        {
            var asked = await runtime.RunAsync("desk", "Refund order A-17, please: 120.", cancellationToken: cancellationToken);
            await runtime.Approvals.DecideAsync(asked.Approval!.Id, new ApprovalDecision(Approve: true, By: "ann"), cancellationToken: cancellationToken);
            await runtime.WaitAsync(asked.Run, untilEnd: true, cancellationToken: cancellationToken);
        }

        foreach (var earned in await runtime.Autonomy.ListAsync(new AutonomyQuery { Tenant = "default" }, cancellationToken))
        {
            if (earned.Status == AutonomyStatus.Suggested)
            {
                await runtime.Autonomy.LoosenAsync(earned.Record.Id, by: "ann", askOneIn: 10, cancellationToken: cancellationToken);
            }
        }

        (await runtime.Autonomy.ListAsync(new AutonomyQuery(), cancellationToken)).ShouldHaveSingleItem().Status.ShouldBe(AutonomyStatus.Loosened);
    }

    private sealed class Till
    {
        [Tool(Returns = Integrity.Trusted, Preview = nameof(PreviewRefund)), Description("Refunds an order.")]
        public string Refund([Description("The order.")] string order, [Description("The amount.")] decimal amount) => $"{order}: {amount} refunded";

        private static string PreviewRefund(string order, decimal amount) => $"Sends {amount} back to the card that paid {order}.";
    }
}
