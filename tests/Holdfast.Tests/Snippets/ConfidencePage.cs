using Holdfast.Agents;
using Holdfast.Confidence;
using Holdfast.Knowledge;
using Holdfast.Testing;

namespace Holdfast.Tests.Snippets;

/// <summary>The code of docs/confidence.md and docs/cost.md.</summary>
public sealed class ConfidencePage
{
    [Fact]
    public void Defines()
    {
        var bases = new KnowledgeBases(new InMemoryStore().Knowledge);
        var shop = Agent.Define("shop")
            .Knows(bases, "handbook", "the shop's rules on returns and shipping")
            .ScoreAnswers(c => c with { AtLeast = 0.7, Otherwise = LowConfidence.Ask })
            .FallBackTo("Please call our office: 555-0100.")
            .Build();
        shop.Confidence!.AtLeast.ShouldBe(0.7);

        var desk = Agent.Define("desk")
            .ScoreAnswers(c => c with { StrongerTier = Tier.Strong })
            .Limit(l => l with { RunCost = 0.05m, SessionCost = 0.50m, UserDayCost = 2m, TenantDayCost = 100m })
            .Build();
        desk.Confidence!.StrongerTier.ShouldBe(Tier.Strong);
    }

    [Fact]
    public void Fits()
    {
        List<LabelledAnswer> answers = [.. Enumerable.Range(0, 100).Select(i => new LabelledAnswer(new ConfidenceSignals(Retrieval: i / 100.0), Correct: i >= 40))];
        var fit = ConfidenceFit.Of(answers, precision: 0.9);
        var fitted = new ConfidenceOptions { AtLeast = fit.AtLeast ?? 1, Weights = fit.Weights };
        fitted.AtLeast.ShouldBeInRange(0.3, 0.9);
    }
}
