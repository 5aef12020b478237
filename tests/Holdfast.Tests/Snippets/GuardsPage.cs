using Holdfast.Agents;
using Holdfast.Safety.Guards;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/guards.md.</summary>
public sealed class GuardsPage
{
    [Fact]
    public void Defines_guards()
    {
        var agent = Agent.Define("salon").Instruct("Help with appointments.")
            .Guard("document-injection", GuardMode.Block)
            .Guard(new TopicGuard("appointment", "haircut", "massage"), new CompetitorGuard())
            .WithoutGuards("promises")
            .Build();

        agent.Guards.Guards.Select(g => g.Name).ShouldBe(
            ["hidden-text", "prompt-injection", "document-injection", "pii", "secrets", "prompt-leak", "internal-details", "groundedness", "topic", "competitor"]);
    }
}
