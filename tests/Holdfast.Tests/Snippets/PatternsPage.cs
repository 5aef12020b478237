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
