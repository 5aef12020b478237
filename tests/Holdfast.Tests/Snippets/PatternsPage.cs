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
