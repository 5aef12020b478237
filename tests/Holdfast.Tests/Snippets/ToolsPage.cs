using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Testing;
using Holdfast.Tools;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/tools.md, and a part of README.md.</summary>
public sealed class ToolsPage
{
    [Fact]
    public async Task Runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var agent = Agent.Define("shop")
            .Describe("sells tea and coffee")
            .Instruct("You sell tea and coffee. Look products up before you order them.")
            .UseToolsOf(new ShopTools(new Shop()))
            .Use("opening_hours", "Tells when the shop is open.", () => "9 to 17 on weekdays", ToolEffect.Read)
            .Limit(limits => limits with { Steps = 12, RunTokens = 50_000, RunCost = 0.10m })
            .FallBackTo("Please call 555-0100.")
            .Build();

        var tools = new ShopTools(new Shop());
        var clerk = Agent.Define("clerk").UseToolsOf(tools).ShowTools(2).Build();
        clerk.Warnings.Count.ShouldBe(1);

        var model = ScriptedModel.Of(
            ScriptedReply.Call("order_product", """{"product":"green tea","packs":2}"""),
            new ScriptedReply("I have ordered two packs of green tea."));

        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), store);
        await runtime.StartAsync(cancellationToken);

        var ann = new Principal("default", "ann", ["orders"]);
        RunResult result = await runtime.RunAsync("shop", "Two packs of green tea, please.", ann, cancellationToken);

        result.Reason.ShouldBe(TerminationReason.Completed);
        result.Answer.ShouldBe("I have ordered two packs of green tea.");
        var events = await runtime.ReadRunAsync(result.Run, cancellationToken: cancellationToken);
        events!.Select(e => e.Kind).ShouldBe(["run.started", "model.replied", "tool.finished", "model.replied", "run.finished"]);
    }
}
