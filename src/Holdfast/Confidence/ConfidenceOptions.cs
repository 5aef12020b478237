namespace Holdfast.Confidence;

/// <summary>How sure an agent must be of its answers, and what it does with one of which it is not.</summary>
/// <remarks>An answer is shown when it has been scored, so an agent with a threshold does not stream its text.</remarks>
public sealed record ConfidenceOptions
{
    /// <summary>The least score with which an answer is given, 0 to 1.</summary>
    /// <value>Default 0.6.</value>
    public double AtLeast { get; init; } = 0.6;

    /// <summary>What becomes of an answer under it.</summary>
    /// <value>Default <see cref="LowConfidence.Escalate"/>.</value>
    public LowConfidence Otherwise { get; init; }

    /// <summary>
    /// Makes the agent a cascade: the models of <see cref="Tier.Fast"/> answer first, and this tier is asked, once in a run, when the answer is under the threshold, when the
    /// calls are invalid, or when no model of the fast tier answers. Null for no cascade. It needs the pattern ReAct.
    /// </summary>
    public Tier? StrongerTier { get; init; }

    /// <summary>How many more answers are sampled to see whether they agree, 0 to 8. Each is a model call; in a cascade only the fast tier is sampled.</summary>
    /// <value>Default 0.</value>
    public int Samples { get; init; }

    /// <summary>The temperature of the samples, above 0 to 2.</summary>
    /// <value>Default 0.8.</value>
    public float SampleTemperature { get; init; } = 0.8f;

    /// <summary>What the user is told by <see cref="LowConfidence.Ask"/>.</summary>
    public string Question { get; init; } = "I am not sure enough of my answer to give it to you. Can you tell me in other words, or in more detail, what you would like to know?";

    /// <summary>How much each signal counts.</summary>
    public ConfidenceWeights Weights { get; init; } = new();

    /// <summary>How much each signal counts for an answer of <see cref="StrongerTier"/>, which is right more often with the same signals.</summary>
    /// <value>Default those of <see cref="Weights"/> as shipped, with a <see cref="ConfidenceWeights.Bias"/> of 3.</value>
    public ConfidenceWeights StrongerWeights { get; init; } = new() { Bias = 3 };

    internal IEnumerable<string> Faults()
    {
        if (AtLeast is not (>= 0 and <= 1)) { yield return $"{nameof(ConfidenceOptions)}.{nameof(AtLeast)} is {AtLeast}; it must be between 0 and 1."; }
        if (Samples is < 0 or > 8) { yield return $"{nameof(ConfidenceOptions)}.{nameof(Samples)} is {Samples}; it must be between 0 and 8."; }
        if (SampleTemperature is not (> 0 and <= 2)) { yield return $"{nameof(ConfidenceOptions)}.{nameof(SampleTemperature)} is {SampleTemperature}; it must be above 0 and at most 2."; }
        if (string.IsNullOrWhiteSpace(Question)) { yield return $"{nameof(ConfidenceOptions)}.{nameof(Question)} is empty; it is what the user is asked."; }
        if (StrongerTier is Tier.Fast) { yield return $"{nameof(ConfidenceOptions)}.{nameof(StrongerTier)} is the fast tier, which is asked first: use {nameof(Tier.Standard)} or {nameof(Tier.Strong)}."; }
        foreach (var fault in Weights.Faults().Concat(StrongerWeights.Faults())) { yield return fault; }
    }
}
