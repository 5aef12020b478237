namespace Holdfast.Classification;

/// <summary>How well a classifier does on texts that it was not trained on. All shares are 0 to 1.</summary>
/// <param name="Examples">How many texts in scope were tried.</param>
/// <param name="Accuracy">The share of texts in scope whose likeliest label is right, whether they were taken for in scope or not.</param>
/// <param name="FalseRejections">The share of texts in scope that were taken for out of scope.</param>
/// <param name="CalibrationError">How far confidence and accuracy are apart on average, over ten equal ranges of confidence.</param>
/// <param name="OutOfScopeExamples">How many texts out of scope were tried.</param>
/// <param name="OutOfScopeRecall">The share of texts out of scope that were taken for that; null where none was tried.</param>
public sealed record ClassifierFigures(
    int Examples, double Accuracy, double FalseRejections, double CalibrationError, int OutOfScopeExamples, double? OutOfScopeRecall);
