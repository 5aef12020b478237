namespace Holdfast.Classification;

/// <summary>The weights of the labels for every feature, and what is typical of each label. Eight bits are enough for both.</summary>
/// <param name="labels">How many labels there are.</param>
/// <param name="weights">The weights: all labels of the first feature, all labels of the second, and so on.</param>
/// <param name="scales">What a weight of one is worth, for each label.</param>
/// <param name="bias">The score of nothing, for each label.</param>
/// <param name="centroids">The mean of each label's examples, laid out as the weights are.</param>
/// <param name="lengths">What a unit of a centroid is worth, for each label.</param>
internal sealed class LinearModel(int labels, sbyte[] weights, float[] scales, float[] bias, byte[] centroids, float[] lengths)
{
    public int Labels => labels;

    public sbyte[] Weights => weights;

    public float[] Scales => scales;

    public float[] Bias => bias;

    public byte[] Centroids => centroids;

    public float[] Lengths => lengths;

    /// <summary>The logits of a text.</summary>
    public float[] Logits(TextVector text)
    {
        var logits = new float[labels];
        for (var i = 0; i < text.Features.Length; i++)
        {
            var value = text.Values[i];
            var row = weights.AsSpan(text.Features[i] * labels, labels);
            for (var label = 0; label < row.Length; label++)
            {
                logits[label] += value * row[label];
            }
        }

        for (var label = 0; label < labels; label++)
        {
            logits[label] = (logits[label] * scales[label]) + bias[label];
        }

        return logits;
    }

    /// <summary>How much a text resembles the examples of a label: a cosine, 0 to 1.</summary>
    public float Likeness(TextVector text, int label)
    {
        float sum = 0;
        for (var i = 0; i < text.Features.Length; i++)
        {
            sum += text.Values[i] * centroids[(text.Features[i] * labels) + label];
        }

        return sum * lengths[label];
    }
}
