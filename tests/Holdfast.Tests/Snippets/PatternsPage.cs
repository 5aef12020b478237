using Holdfast.Agents;
using Holdfast.Runs;
using Holdfast.Runs.Patterns;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/patterns.md.</summary>
public sealed class PatternsPage
{
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
