namespace Holdfast.Confidence;

/// <summary>Weights and a threshold that were fitted from labelled answers. The same answers in the same order give the same ones.</summary>
/// <param name="Weights">How much each signal counts.</param>
/// <param name="AtLeast">The least score with which answers reach the wanted precision, in hundredths; null where no threshold does.</param>
/// <param name="Precision">Which share of the answers at or above the threshold is right, on answers that the weights were not fitted from; null without a threshold.</param>
/// <param name="Coverage">Which share of all answers is at or above it; null without a threshold.</param>
/// <param name="Accuracy">Which share of all answers is right.</param>
/// <param name="CalibrationError">By how much the scores differ from the share that is right, on average over ten equal groups; 0 is best.</param>
public sealed record ConfidenceFit(ConfidenceWeights Weights, double? AtLeast, double? Precision, double? Coverage, double Accuracy, double CalibrationError)
{
    /// <summary>The fewest answers that can be fitted.</summary>
    public const int FewestAnswers = 20;

    private const int Folds = 5;
    private const int Rounds = 200;
    private const int Groups = 10;

    /// <summary>How firmly weights are held to the shipped ones: a signal that the answers do not hold keeps its weight.</summary>
    private const double Firmness = 1;

    /// <summary>Fits weights by logistic regression, none but the bias below 0, and finds the threshold with the most coverage that reaches a precision.</summary>
    /// <param name="answers">The labelled answers: at least <see cref="FewestAnswers"/>, right ones and wrong ones.</param>
    /// <param name="precision">Which share of the answers that are given is to be right, above 0 to 1.</param>
    /// <exception cref="HoldfastException"><c>invalid-examples</c>: too few, or all right or all wrong.</exception>
    public static ConfidenceFit Of(IReadOnlyList<LabelledAnswer> answers, double precision)
    {
        ArgumentNullException.ThrowIfNull(answers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(precision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, 1);
        var right = answers.Count(static a => a.Correct);
        if (answers.Count < FewestAnswers || right == 0 || right == answers.Count)
        {
            throw new HoldfastException("invalid-examples", $"{answers.Count} answers, {right} of them right, are not enough to fit from: at least {FewestAnswers} are needed, and right ones as well as wrong ones.");
        }

        // The threshold is chosen on scores by weights that have not seen the answer, or it would promise too much.
        var scored = new List<(double Score, bool Correct)>(answers.Count);
        for (var fold = 0; fold < Folds; fold++)
        {
            var weights = Train([.. answers.Where((_, i) => i % Folds != fold)]);
            scored.AddRange(answers.Where((_, i) => i % Folds == fold).Select(a => (weights.Score(a.Signals), a.Correct)));
        }

        var accuracy = (double)right / answers.Count;
        for (var hundredths = 0; hundredths <= 100; hundredths++)
        {
            var given = scored.Where(s => s.Score >= hundredths / 100.0).ToList();
            if (given.Count > 0 && (double)given.Count(static s => s.Correct) / given.Count is var reached && reached >= precision)
            {
                return new ConfidenceFit(Train(answers), hundredths / 100.0, reached, (double)given.Count / scored.Count, accuracy, CalibrationOf(scored));
            }
        }

        return new ConfidenceFit(Train(answers), null, null, null, accuracy, CalibrationOf(scored));
    }

    /// <summary>Newton's method, one weight at a time: the loss is convex, so the order does not matter, and a weight that would fall below 0 stays there.</summary>
    private static ConfidenceWeights Train(IReadOnlyList<LabelledAnswer> answers)
    {
        var shipped = new ConfidenceWeights();
        var features = answers.Select(static a => ConfidenceWeights.FeaturesOf(a.Signals)).ToArray();
        var weights = Enumerable.Range(0, ConfidenceWeights.Count).Select(i => shipped[i]).ToArray();
        var odds = features.Select(f => f.Select((x, i) => x * weights[i]).Sum()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            var moved = 0.0;
            for (var i = 0; i < weights.Length; i++)
            {
                var (slope, bend) = (Firmness * (weights[i] - shipped[i]), Firmness);
                for (var n = 0; n < features.Length; n++)
                {
                    var likelihood = ConfidenceWeights.Likelihood(odds[n]);
                    slope += features[n][i] * (likelihood - (answers[n].Correct ? 1 : 0));

                    // At least a little: where every answer is certain, the bend alone would throw the weight far off.
                    bend += features[n][i] * features[n][i] * Math.Max(likelihood * (1 - likelihood), 0.01);
                }

                var step = Math.Clamp(-slope / bend, -1, 1);
                var to = i == 0 ? weights[i] + step : Math.Max(0, weights[i] + step);
                step = to - weights[i];
                weights[i] = to;
                moved = Math.Max(moved, Math.Abs(step));
                for (var n = 0; n < odds.Length; n++)
                {
                    odds[n] += features[n][i] * step;
                }
            }

            if (moved < 1e-6)
            {
                break;
            }
        }

        return ConfidenceWeights.Of([.. weights.Select(static w => Math.Round(w, 3))]);
    }

    private static double CalibrationOf(List<(double Score, bool Correct)> scored)
    {
        var groups = scored.OrderBy(static s => s.Score).Chunk((scored.Count + Groups - 1) / Groups);
        return Math.Round(groups.Sum(g => g.Length * Math.Abs(g.Average(static s => s.Score) - g.Average(static s => s.Correct ? 1.0 : 0.0))) / scored.Count, 4);
    }
}
