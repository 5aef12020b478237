using System.Numerics;
using System.Runtime.InteropServices;

namespace Holdfast.Classification;

/// <summary>Multinomial logistic regression by stochastic gradient descent with a step for each weight: the same examples give the same weights.</summary>
internal static class LinearTrainer
{
    private const int Epochs = 10;
    private const float Step = 0.3f;
    private const float Decay = 1e-6f;
    private const float FirstSquare = 1e-4f;
    private const int Seed = 7;

    /// <summary>Trains.</summary>
    /// <param name="examples">The texts with the numbers of their labels.</param>
    /// <param name="labels">How many labels there are.</param>
    /// <param name="features">How many features there are.</param>
    /// <param name="cancellationToken">Ends the training.</param>
    public static LinearModel Train(IReadOnlyList<(TextVector Text, int Label)> examples, int labels, int features, CancellationToken cancellationToken)
    {
        var width = (labels + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var weights = new float[features * width];
        var squares = new float[features * width];
        Array.Fill(squares, FirstSquare);
        var bias = new float[width];
        var biasSquares = new float[width];
        Array.Fill(biasSquares, 1f);
        var errors = new float[width];
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var random = new Random(Seed);
        for (var epoch = 0; epoch < Epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var at in order)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (text, label) = examples[at];
                bias.CopyTo(errors, 0);
                for (var i = 0; i < text.Features.Length; i++)
                {
                    Add(errors, weights.AsSpan(text.Features[i] * width, width), text.Values[i]);
                }

                Probabilities.Softmax(errors.AsSpan(0, labels));
                errors[label] -= 1;
                errors.AsSpan(labels).Clear();
                for (var i = 0; i < text.Features.Length; i++)
                {
                    Learn(weights.AsSpan(text.Features[i] * width, width), squares.AsSpan(text.Features[i] * width, width), errors, text.Values[i]);
                }

                for (var i = 0; i < labels; i++)
                {
                    biasSquares[i] += errors[i] * errors[i];
                    bias[i] -= Step * errors[i] / MathF.Sqrt(biasSquares[i]);
                }
            }
        }

        var (bytes, scales) = Compact(weights, width, labels, features, sbyte.MaxValue);
        var (centroids, lengths) = Compact(Means(examples, labels, features), labels, labels, features, byte.MaxValue);
        return new LinearModel(labels, [.. bytes.Select(b => (sbyte)b)], scales, bias[..labels], [.. centroids.Select(b => (byte)b)], lengths);
    }

    private static void Add(Span<float> sum, ReadOnlySpan<float> row, float value)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var rows = MemoryMarshal.Cast<float, Vector<float>>(row);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += rows[i] * value;
        }
    }

    private static void Learn(Span<float> row, Span<float> square, ReadOnlySpan<float> error, float value)
    {
        var weights = MemoryMarshal.Cast<float, Vector<float>>(row);
        var squares = MemoryMarshal.Cast<float, Vector<float>>(square);
        var errors = MemoryMarshal.Cast<float, Vector<float>>(error);
        for (var i = 0; i < weights.Length; i++)
        {
            var gradient = (errors[i] * value) + (weights[i] * Decay);
            squares[i] += gradient * gradient;
            weights[i] -= gradient * Step / Vector.SquareRoot(squares[i]);
        }
    }

    /// <summary>The mean direction of each label's examples, laid out as the weights are.</summary>
    private static float[] Means(IReadOnlyList<(TextVector Text, int Label)> examples, int labels, int features)
    {
        var means = new float[features * labels];
        foreach (var (text, label) in examples)
        {
            for (var i = 0; i < text.Features.Length; i++)
            {
                means[(text.Features[i] * labels) + label] += text.Values[i];
            }
        }

        for (var label = 0; label < labels; label++)
        {
            double square = 0;
            for (var at = label; at < means.Length; at += labels)
            {
                square += means[at] * means[at];
            }

            var scale = square == 0 ? 0 : (float)(1 / Math.Sqrt(square));
            for (var at = label; at < means.Length; at += labels)
            {
                means[at] *= scale;
            }
        }

        return means;
    }

    private static (short[] Values, float[] Scales) Compact(float[] rows, int width, int labels, int features, int most)
    {
        var values = new short[features * labels];
        var scales = new float[labels];
        for (var label = 0; label < labels; label++)
        {
            float highest = 0;
            for (var feature = 0; feature < features; feature++)
            {
                highest = Math.Max(highest, MathF.Abs(rows[(feature * width) + label]));
            }

            scales[label] = highest / most;
            for (var feature = 0; highest > 0 && feature < features; feature++)
            {
                values[(feature * labels) + label] = (short)MathF.Round(rows[(feature * width) + label] / scales[label]);
            }
        }

        return (values, scales);
    }
}
