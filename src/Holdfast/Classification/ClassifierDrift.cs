namespace Holdfast.Classification;

/// <summary>
/// How far recent predictions are from those at training, as population stability indices: under 0.1 nothing has changed, over 0.25 the classifier should be trained
/// again. Few texts give high figures by chance: with n texts over k labels about (k − 1) / n is noise.
/// </summary>
/// <param name="Count">How many predictions were compared.</param>
/// <param name="Labels">The index of the predicted labels, out of scope being one of them; 0 where nothing has changed.</param>
/// <param name="Confidence">The index of the confidence, over ten equal ranges.</param>
public sealed record ClassifierDrift(int Count, double Labels, double Confidence);
