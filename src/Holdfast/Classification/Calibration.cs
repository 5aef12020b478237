namespace Holdfast.Classification;

/// <summary>What turns a judgement into a prediction.</summary>
/// <param name="Temperature">By what logits are divided so that confidence is what it says.</param>
/// <param name="Threshold">The familiarity from which on a text is in scope.</param>
internal sealed record Calibration(float Temperature, float Threshold)
{
    /// <summary>The share of texts in scope that may be taken for out of scope.</summary>
    public const double FalseRejections = 0.05;

    /// <summary>Finds both on texts that the judging models had not seen.</summary>
    public static Calibration Of(IReadOnlyList<(Judgement Judgement, int Label)> judged)
    {
        // The likelihood has one maximum in the temperature: narrow it down by thirds, in logarithms.
        double low = Math.Log(0.05);
        double high = Math.Log(20);
        while (high - low > 0.001)
        {
            var third = (high - low) / 3;
            (low, high) = Loss(judged, (float)Math.Exp(low + third)) < Loss(judged, (float)Math.Exp(high - third)) ? (low, high - third) : (low + third, high);
        }

        var temperature = (float)Math.Exp(low);
        float[] familiar = [.. judged.Select(j => j.Judgement.Familiarity(Probabilities.Of(j.Judgement.Logits, temperature)[j.Judgement.Best])).Order()];
        return new Calibration(temperature, familiar[(int)(familiar.Length * FalseRejections)]);
    }

    /// <summary>
    /// How badly a temperature fits. As few examples do not prove that nothing can go wrong, one more is thought of for which any label was right.
    /// </summary>
    private static double Loss(IReadOnlyList<(Judgement Judgement, int Label)> judged, float temperature)
    {
        double loss = 0;
        foreach (var (judgement, label) in judged)
        {
            var probabilities = Probabilities.Of(judgement.Logits, temperature);
            loss -= Log(probabilities[label]) + (probabilities.Average(Log) / judged.Count);
        }

        return loss;

        static double Log(float probability) => Math.Log(Math.Max(1e-9, probability));
    }
}
