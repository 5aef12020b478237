namespace Holdfast.Classification;

/// <summary>An example: what somebody wrote, and what it is about.</summary>
/// <param name="Text">The text; only its first 2,000 characters are looked at.</param>
/// <param name="Label">What it is about, or <see cref="TextClassifier.OutOfScope"/> where it is about nothing that the classifier knows.</param>
public sealed record LabelledText(string Text, string Label);
