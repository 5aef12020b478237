namespace Holdfast.Confidence;

/// <summary>How much each signal counts: the log-odds that an answer is right are the sum of what each adds. Fitted from labelled answers by <c>holdfast confidence fit</c>.</summary>
/// <remarks>All but <see cref="Bias"/> are at least 0, so a better signal never lowers a score.</remarks>
public sealed record ConfidenceWeights
{
    /// <summary>Faults beyond this many say nothing more.</summary>
    internal const int MostFaults = 4;

    /// <summary>Where retrieval and agreement speak neither for an answer nor against it.</summary>
    internal const double Neutral = 0.5;

    /// <summary>How many weights there are, the bias included.</summary>
    internal const int Count = 6;

    /// <summary>The log-odds of an answer of which nothing more is known.</summary>
    /// <value>Default 2, which is 0.88.</value>
    public double Bias { get; init; } = 2;

    /// <summary>What retrieval adds for each 1 above 0.5, and takes below.</summary>
    /// <value>Default 6.</value>
    public double Retrieval { get; init; } = 6;

    /// <summary>What the agreement of samples adds for each 1 above 0.5, and takes below.</summary>
    /// <value>Default 4.</value>
    public double Agreement { get; init; } = 4;

    /// <summary>What an answer loses that says it is not sure.</summary>
    /// <value>Default 3.</value>
    public double Unsure { get; init; } = 3;

    /// <summary>What each unusable reply or invalid call takes, up to four.</summary>
    /// <value>Default 0.8.</value>
    public double Invalid { get; init; } = 0.8;

    /// <summary>What each failed call takes, up to four.</summary>
    /// <value>Default 0.8.</value>
    public double Failed { get; init; } = 0.8;

    /// <summary>How likely it is that an answer with these signals is right.</summary>
    /// <param name="signals">The signals.</param>
    /// <returns>0 to 1, rounded to four digits.</returns>
    public double Score(ConfidenceSignals signals)
    {
        ArgumentNullException.ThrowIfNull(signals);
        var features = FeaturesOf(signals);
        var sum = 0.0;
        for (var i = 0; i < Count; i++)
        {
            sum += features[i] * this[i];
        }

        return Math.Round(Likelihood(sum), 4);
    }

    /// <summary>What each weight is multiplied by, in the order of the weights.</summary>
    internal static double[] FeaturesOf(ConfidenceSignals signals) =>
    [
        1,
        (signals.Retrieval ?? Neutral) - Neutral,
        (signals.Agreement ?? Neutral) - Neutral,
        signals.Unsure ? -1 : 0,
        -Math.Clamp(signals.Invalid, 0, MostFaults),
        -Math.Clamp(signals.Failed, 0, MostFaults),
    ];

    internal static double Likelihood(double odds) => 1 / (1 + Math.Exp(-odds));

    internal double this[int index] => index switch { 0 => Bias, 1 => Retrieval, 2 => Agreement, 3 => Unsure, 4 => Invalid, _ => Failed };

    internal static ConfidenceWeights Of(ReadOnlySpan<double> weights) => new()
    {
        Bias = weights[0],
        Retrieval = weights[1],
        Agreement = weights[2],
        Unsure = weights[3],
        Invalid = weights[4],
        Failed = weights[5],
    };

    internal IEnumerable<string> Faults()
    {
        if (!double.IsFinite(Bias)) { yield return $"{nameof(ConfidenceWeights)}.{nameof(Bias)} is {Bias}; it must be a number."; }
        string[] names = [nameof(Bias), nameof(Retrieval), nameof(Agreement), nameof(Unsure), nameof(Invalid), nameof(Failed)];
        for (var i = 1; i < Count; i++)
        {
            if (!(double.IsFinite(this[i]) && this[i] >= 0)) { yield return $"{nameof(ConfidenceWeights)}.{names[i]} is {this[i]}; it must be at least 0."; }
        }
    }
}
