using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/patterns.md.</summary>
public sealed class PatternsPage
{
    [Fact]
    public async Task Calls()
    {
        var researcher = Agent.Define("researcher").Describe("Finds facts in the archive.").Instruct("Search the archive.").Build();
        var editor = Agent.Define("editor").Instruct("Write the report.").Calls(researcher, share: 0.3).Build();
        editor.Tools.Find("researcher").ShouldNotBeNull().Description.ShouldContain("Finds facts in the archive.");
        var model = new ScriptedModel(turn => turn.Messages[0].Text.StartsWith("Search", StringComparison.Ordinal) ? new ScriptedReply("It is 42.")
            : turn.Step == 0 ? ScriptedReply.Call("researcher", """{"task":"Find the number."}""") : new ScriptedReply(turn.Results[0]));
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([editor]), model.AsCatalog(), store);
        await runtime.StartAsync(TestContext.Current.CancellationToken);

        (await runtime.RunAsync("editor", "What is the number?", cancellationToken: TestContext.Current.CancellationToken)).Answer.ShouldBe("It is 42.");
    }

    [Fact]
    public async Task Flows()
    {
        var archivist = Agent.Define("archivist").Instruct("Look it up.").Build();
        var pattern = Workflow.Define()
            .Ask<Complaint>("read", data => "Tell which order the user writes about, and whether they want their money back.")
            .InParallel(
                part => part.Call("order", "find_order", data => new { number = data.Get<Complaint>("read").Order }, retries: 1),
                part => part.Delegate("history", "archivist", data => $"What do we know of order {data.Get<Complaint>("read").Order}?", orElse: other => other.Compute("no_history", _ => "nothing")))
            .Compute("letter", data => $"Dear customer, {data.Get<string>("order")}.")
            .When(data => data.Get<Complaint>("read").WantsMoney, then => then.Call("refund", "refund_order", data => new { number = data.Get<Complaint>("read").Order }))
            .Answer(data => data.Get<string>("letter") + (data.Has("refund") ? " Your money is on its way." : ""));
        var agent = Agent.Define("complaints").UseToolsOf(new ComplaintTools()).Calls(archivist).Follow(pattern).Build();
        var model = new ScriptedModel(turn => new ScriptedReply(turn.Purpose == Purposes.Step ? """{"order":"A7","wantsMoney":true}""" : "Nothing."));
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([agent]), model.AsCatalog(), store);
        await runtime.StartAsync(TestContext.Current.CancellationToken);

        var result = await runtime.RunAsync("complaints", "A7 never came. Refund it!", cancellationToken: TestContext.Current.CancellationToken);

        result.Answer.ShouldBe("Dear customer, order A7 was sent on Monday. Your money is on its way.", result.Error);
    }

    [Fact]
    public async Task Runs()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var planner = Agent.Define("planner").Follow(Pattern.PlanAndExecute(confirm: true, replans: 1)).Build();
        planner.Pattern.Fingerprint.ShouldBe("plan-and-execute confirm=True replans=1");

        var (orders, returns, billing, classifier) = (Agent.Define("orders").Build(), Agent.Define("returns").Build(), Agent.Define("billing").Build(), Classification.ShopRequests.Classifier);
        var shop = Agent.Define("shop").Describe("answers customers of a shop")
            .RouteTo(orders, returns, billing)
            .Route(r => r with { Classifier = classifier, Default = "billing" })
            .Limit(l => l with { RunTokens = 60_000 })
            .Build();
        shop.Specialists.Count.ShouldBe(3);

        var careful = Agent.Define("careful").Follow(new TwoOpinionsPattern()).Build();
        var model = ScriptedModel.Of(new ScriptedReply("Draft."), new ScriptedReply("Final."));
        await using var store = new InMemoryStore();
        await using var runtime = new AgentRuntime(new AgentCatalog([careful]), model.AsCatalog(), store);
        await runtime.StartAsync(cancellationToken);

        var result = await runtime.RunAsync("careful", "What is new?", cancellationToken: cancellationToken);

        result.Answer.ShouldBe("Final.");
        result.Steps.ShouldBe(2);
    }
}
