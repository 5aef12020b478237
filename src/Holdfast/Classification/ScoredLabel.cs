namespace Holdfast.Classification;

/// <summary>A label with how likely it is.</summary>
/// <param name="Label">The label.</param>
/// <param name="Confidence">How likely it is, 0 to 1.</param>
public sealed record ScoredLabel(string Label, double Confidence);
