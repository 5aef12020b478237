using Holdfast.Confidence;

namespace Holdfast.Tests.Confidence;

public class ConfidenceWeightsTests
{
    private static readonly double?[] Shares = [0, 0.1, 0.25, 0.4, 0.5, 0.75, 0.9, 1];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_score_is_a_likelihood_and_never_falls_when_a_signal_gets_better(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var weights = i == 0 ? new ConfidenceWeights() : new ConfidenceWeights
            {
                Bias = (random.NextDouble() * 20) - 10,
                Retrieval = random.NextDouble() * 20,
                Agreement = random.NextDouble() * 20,
                Unsure = random.NextDouble() * 10,
                Invalid = random.NextDouble() * 10,
                Failed = random.NextDouble() * 10,
            };
            var some = new ConfidenceSignals(random.Next(3) == 0 ? null : random.NextDouble(), random.Next(3) == 0 ? null : random.NextDouble(), random.Next(2) == 0, random.Next(9), random.Next(9));

            weights.Score(some).ShouldBeInRange(0, 1);
            ShouldRise(weights, Shares.Select(share => some with { Retrieval = share }));
            ShouldRise(weights, Shares.Select(share => some with { Agreement = share }));
            ShouldRise(weights, [some with { Unsure = true }, some with { Unsure = false }]);
            ShouldRise(weights, Enumerable.Range(0, 9).Reverse().Select(faults => some with { Invalid = faults }));
            ShouldRise(weights, Enumerable.Range(0, 9).Reverse().Select(faults => some with { Failed = faults }));
        }
    }

    [Fact]
    public void As_shipped_each_signal_alone_can_bring_an_answer_under_the_usual_threshold()
    {
        var (weights, least) = (new ConfidenceWeights(), new ConfidenceOptions().AtLeast);

        weights.Score(new ConfidenceSignals()).ShouldBe(0.8808);
        weights.Score(new ConfidenceSignals(Retrieval: 0.6, Agreement: 1)).ShouldBeGreaterThan(0.95);
        ConfidenceSignals[] bad = [new(Retrieval: 0.1), new(Agreement: 0), new(Unsure: true), new(Invalid: 3), new(Failed: 3)];
        bad.ShouldAllBe(signals => weights.Score(signals) < least);
    }

    private static void ShouldRise(ConfidenceWeights weights, IEnumerable<ConfidenceSignals> better) =>
        better.Select(weights.Score).ToList().ShouldBeInOrder(SortDirection.Ascending);
}
