using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary>Trains a logistic regression over hashed words: stochastic gradient descent with a step for each weight, the same every time.</summary>
internal sealed class HeadTrainer
{
    private const int Epochs = 12;
    private const float Step = 0.1f;
    private const float Decay = 1e-6f;
    private const int Seed = 20_260;

    private readonly List<(int[] Features, int Start, int Length, bool Positive)> samples = [];

    /// <summary>Adds a text, or the part of it that a range of its features tells.</summary>
    public void Add(int[] features, int start, int length, bool positive)
    {
        if (length > 0)
        {
            samples.Add((features, start, length, positive));
        }
    }

    /// <summary>Trains on what was added; both classes weigh the same together.</summary>
    public LinearHead Train()
    {
        var weights = new float[InjectionFeatures.Buckets];
        var squares = new float[InjectionFeatures.Buckets];
        var bias = 0f;
        var biasSquares = 1f;
        var positives = samples.Count(s => s.Positive);
        var positiveWeight = Math.Min(20f, (float)(samples.Count - positives) / Math.Max(1, positives));
        var random = new Random(Seed);
        var order = samples.ToArray();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var (features, start, length, positive) in order)
            {
                var input = 1 / MathF.Sqrt(length);
                var range = features.AsSpan(start, length);
                var logit = bias;
                foreach (var feature in range)
                {
                    logit += weights[feature] * input;
                }

                var error = ((1 / (1 + MathF.Exp(-logit))) - (positive ? 1 : 0)) * (positive ? positiveWeight : 1);
                foreach (var feature in range)
                {
                    var gradient = (error * input) + (Decay * weights[feature]);
                    squares[feature] += gradient * gradient;
                    weights[feature] -= Step * gradient / (MathF.Sqrt(squares[feature]) + 1e-3f);
                }

                biasSquares += error * error;
                bias -= Step * error / MathF.Sqrt(biasSquares);
            }
        }

        var scale = weights.Max(MathF.Abs) / sbyte.MaxValue;
        return new LinearHead([.. weights.Select(w => (sbyte)MathF.Round(w / scale))], scale, bias, suspicious: 0, certain: 0);
    }
}
