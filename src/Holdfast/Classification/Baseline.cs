namespace Holdfast.Classification;

/// <summary>How often each label and each range of confidence was predicted for texts like those of the training, to compare later ones with.</summary>
/// <param name="Labels">The count of each label, out of scope last.</param>
/// <param name="Confidence">The count of each range of confidence.</param>
internal sealed record Baseline(int[] Labels, int[] Confidence)
{
    /// <summary>How many ranges of confidence there are.</summary>
    public const int Ranges = 10;

    public static Baseline Of(IReadOnlyList<string> labels, IEnumerable<Prediction> predictions)
    {
        var index = labels.Select((label, i) => (label, i)).ToDictionary(static l => l.label, static l => l.i, StringComparer.Ordinal);
        var counts = new Baseline(new int[labels.Count + 1], new int[Ranges]);
        foreach (var prediction in predictions)
        {
            counts.Labels[index.GetValueOrDefault(prediction.Label, labels.Count)]++;
            counts.Confidence[Range(prediction.Confidence)]++;
        }

        return counts;
    }

    public static int Range(double confidence) => Math.Clamp((int)(confidence * Ranges), 0, Ranges - 1);

    /// <summary>The population stability index of two counts of the same kinds.</summary>
    public static double Stability(int[] expected, int[] actual)
    {
        // Half an example more of each kind, so that a kind that one of them lacks has no infinite weight.
        var before = expected.Sum() + (expected.Length / 2.0);
        var after = actual.Sum() + (actual.Length / 2.0);
        double index = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            var (was, now) = ((expected[i] + 0.5) / before, (actual[i] + 0.5) / after);
            index += (now - was) * Math.Log(now / was);
        }

        return index;
    }
}
