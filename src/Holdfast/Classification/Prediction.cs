namespace Holdfast.Classification;

/// <summary>What a classifier makes of a text.</summary>
/// <param name="Label">The likeliest label; <see cref="TextClassifier.OutOfScope"/> where the text is out of scope.</param>
/// <param name="Confidence">How likely <see cref="Alternatives"/>' first label is right if the text is in scope at all, 0 to 1. Calibrated: of texts with 0.8, four in five are right.</param>
/// <param name="InScope">Whether the text resembles what the classifier was trained on.</param>
/// <param name="Alternatives">The likeliest labels, best first, at most five; of a text out of scope too.</param>
public sealed record Prediction(string Label, double Confidence, bool InScope, IReadOnlyList<ScoredLabel> Alternatives);
