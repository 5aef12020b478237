using Holdfast.Safety.Guards.Injection;

namespace Holdfast.Cli.Guards;

/// <summary>Trains a logistic regression over hashed words: stochastic gradient descent with a step for each weight, the same every time.</summary>
internal sealed class HeadTrainer
{
    private const int Epochs = 20;
    private const float Step = 0.03f;
    private const float Decay = 1e-4f;
    private const int Seed = 20_260;

    private readonly List<(int[] Features, int Start, int Length, int[] Structure, bool Positive, float Weight)> samples = [];

    /// <summary>Adds a text, or the part of it that a range of its features tells.</summary>
    public void Add(int[] features, int start, int length, int[] structure, bool positive, float weight = 1)
    {
        if (length > 0)
        {
            samples.Add((features, start, length, structure, positive, weight));
        }
    }

    /// <summary>Trains on what was added; both classes weigh the same together.</summary>
    public LinearHead Train()
    {
        var weights = new float[InjectionFeatures.Buckets];
        var squares = new float[InjectionFeatures.Buckets];
        var bias = 0f;
        var biasSquares = 1f;
        var positives = samples.Where(s => s.Positive).Sum(s => s.Weight);
        var positiveWeight = Math.Min(20f, samples.Where(s => !s.Positive).Sum(s => s.Weight) / Math.Max(1, positives));
        var random = new Random(Seed);
        var order = samples.ToArray();
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var (features, start, length, structure, positive, weight) in order)
            {
                var input = 1 / MathF.Sqrt(length);
                var range = features.AsSpan(start, length);
                var logit = bias;
                foreach (var feature in range)
                {
                    logit += weights[feature] * input;
                }

                foreach (var feature in structure)
                {
                    logit += weights[feature] * LinearHead.StructureInput;
                }

                var error = ((1 / (1 + MathF.Exp(-logit))) - (positive ? 1 : 0)) * (positive ? positiveWeight : 1) * weight;
                foreach (var feature in range)
                {
                    Learn(feature, error * input);
                }

                foreach (var feature in structure)
                {
                    Learn(feature, error * LinearHead.StructureInput);
                }

                biasSquares += error * error;
                bias -= Step * error / MathF.Sqrt(biasSquares);
            }
        }

        var scale = weights.Max(MathF.Abs) / sbyte.MaxValue;
        return new LinearHead([.. weights.Select(w => (sbyte)MathF.Round(w / scale))], scale, bias, suspicious: 0, certain: 0);

        void Learn(int feature, float slope)
        {
            var gradient = slope + (Decay * weights[feature]);
            squares[feature] += gradient * gradient;
            weights[feature] -= Step * gradient / (MathF.Sqrt(squares[feature]) + 1e-3f);
        }
    }
}
