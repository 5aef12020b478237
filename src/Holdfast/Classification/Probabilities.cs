namespace Holdfast.Classification;

/// <summary>From logits to probabilities.</summary>
internal static class Probabilities
{
    /// <summary>Turns logits into probabilities in place.</summary>
    public static void Softmax(Span<float> logits)
    {
        var highest = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            highest = Math.Max(highest, logit);
        }

        float sum = 0;
        foreach (ref var logit in logits)
        {
            logit = MathF.Exp(logit - highest);
            sum += logit;
        }

        foreach (ref var logit in logits)
        {
            logit /= sum;
        }
    }

    /// <summary>The probabilities of logits that are divided by a temperature first.</summary>
    public static float[] Of(ReadOnlySpan<float> logits, float temperature)
    {
        var probabilities = new float[logits.Length];
        for (var i = 0; i < logits.Length; i++)
        {
            probabilities[i] = logits[i] / temperature;
        }

        Softmax(probabilities);
        return probabilities;
    }
}
