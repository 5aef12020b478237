using Holdfast.Confidence;

namespace Holdfast.Tests.Confidence;

public class ConfidenceFitTests
{
    [Fact]
    public void The_fit_finds_the_weights_that_the_answers_were_made_with_and_the_precision_holds_for_others()
    {
        var truth = new ConfidenceWeights { Bias = 2, Retrieval = 5, Agreement = 3, Unsure = 2, Invalid = 0.5, Failed = 0 };
        var fit = ConfidenceFit.Of(Answers(truth, 4_000, seed: 1), precision: 0.9);

        fit.Weights.Bias.ShouldBe(truth.Bias, 0.3);
        fit.Weights.Retrieval.ShouldBe(truth.Retrieval, 0.6);
        fit.Weights.Agreement.ShouldBe(truth.Agreement, 0.6);
        fit.Weights.Unsure.ShouldBe(truth.Unsure, 0.4);
        fit.Weights.Invalid.ShouldBe(truth.Invalid, 0.2);
        fit.Weights.Failed.ShouldBe(truth.Failed, 0.2);
        fit.CalibrationError.ShouldBeLessThan(0.03);
        fit.Precision.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(0.9);
        fit.Coverage.ShouldNotBeNull().ShouldBeGreaterThan(0.3);
        var others = Answers(truth, 4_000, seed: 2).Where(a => fit.Weights.Score(a.Signals) >= fit.AtLeast).ToList();
        ((double)others.Count(a => a.Correct) / others.Count).ShouldBeGreaterThan(0.88);
    }

    [Fact]
    public void The_same_answers_give_the_same_fit()
    {
        var answers = Answers(new ConfidenceWeights(), 300, seed: 3);
        ConfidenceFit.Of(answers, 0.95).ShouldBe(ConfidenceFit.Of([.. answers], 0.95));
    }

    [Fact]
    public void A_signal_that_would_count_the_wrong_way_counts_nothing()
    {
        // Here what is found worst is right most often.
        var answers = Enumerable.Range(0, 500).Select(i => new LabelledAnswer(new ConfidenceSignals(Retrieval: i / 500.0), i % 500 < 250)).ToList();
        ConfidenceFit.Of(answers, 0.9).Weights.Retrieval.ShouldBe(0);
    }

    [Fact]
    public void A_signal_that_no_answer_has_keeps_the_shipped_weight() =>
        ConfidenceFit.Of([.. Answers(new ConfidenceWeights(), 200, seed: 4).Select(a => a with { Signals = a.Signals with { Agreement = null } })], 0.9).Weights.Agreement.ShouldBe(new ConfidenceWeights().Agreement);

    [Fact]
    public void A_precision_that_no_threshold_reaches_gives_none()
    {
        // Right and wrong look the same.
        var fit = ConfidenceFit.Of([.. Enumerable.Range(0, 100).Select(i => new LabelledAnswer(new ConfidenceSignals(), i % 2 == 0))], 0.95);
        (fit.AtLeast, fit.Precision, fit.Coverage, fit.Accuracy).ShouldBe((null, null, null, 0.5));
    }

    [Theory]
    [InlineData(10, 5)]
    [InlineData(100, 0)]
    [InlineData(100, 100)]
    public void Too_few_answers_or_all_of_one_kind_are_refused(int count, int right) =>
        Should.Throw<HoldfastException>(() => ConfidenceFit.Of([.. Enumerable.Range(0, count).Select(i => new LabelledAnswer(new ConfidenceSignals(), i < right))], 0.95)).Code.ShouldBe("invalid-examples");

    private static List<LabelledAnswer> Answers(ConfidenceWeights truth, int count, int seed)
    {
        var random = new Random(seed);
        var answers = new List<LabelledAnswer>(count);
        for (var i = 0; i < count; i++)
        {
            var signals = new ConfidenceSignals(
                random.Next(4) == 0 ? null : random.NextDouble(), random.Next(4) == 0 ? null : random.Next(4) / 3.0, random.Next(5) == 0, random.Next(4), random.Next(4));
            answers.Add(new LabelledAnswer(signals, random.NextDouble() < truth.Score(signals)));
        }

        return answers;
    }
}
