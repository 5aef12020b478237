namespace Holdfast.Confidence;

/// <summary>The signals of an answer, and whether it was right: what thresholds are fitted from.</summary>
/// <param name="Signals">The signals.</param>
/// <param name="Correct">Whether it was right, in the eyes of whoever labelled it.</param>
public sealed record LabelledAnswer(ConfidenceSignals Signals, bool Correct);
