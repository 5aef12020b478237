namespace Holdfast.Classification;

/// <summary>What a trained classifier consists of.</summary>
internal sealed record ClassifierParts(
    string[] Labels, Vocabulary Vocabulary, LinearModel Model, Calibration Calibration, Baseline Baseline, ClassifierFigures Figures, int Examples);
