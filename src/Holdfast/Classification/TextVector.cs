namespace Holdfast.Classification;

/// <summary>A text in the space of a vocabulary.</summary>
/// <param name="Features">Which features it has, ascending.</param>
/// <param name="Values">How much of each; the vector has length 1, or nothing in it.</param>
/// <param name="Known">The share of its words, by weight, that the vocabulary knows: 0 to 1.</param>
internal sealed record TextVector(int[] Features, float[] Values, float Known);
