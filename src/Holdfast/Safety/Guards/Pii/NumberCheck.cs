namespace Holdfast.Safety.Guards.Pii;

/// <summary>Whether a number of the right form may exist.</summary>
internal delegate bool NumberCheck(ReadOnlySpan<char> value);
