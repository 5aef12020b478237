namespace Holdfast.Safety.Guards;

/// <summary>Something that a guard found in a text. It never holds the text itself, for it is recorded.</summary>
/// <param name="Kind">What was found, in kebab case, such as <c>credit-card</c> or <c>instruction-override</c>.</param>
/// <param name="Start">Where it starts in the checked text, in UTF-16 units.</param>
/// <param name="Length">How long it is, in UTF-16 units; the whole text where no place can be told.</param>
/// <param name="Confidence">How sure the guard is, 0 to 1.</param>
/// <param name="Replacement">What redaction puts in its place, or null for <c>[kind]</c>.</param>
/// <param name="AtMost">The severest answer that this finding asks for, where the guard's mode would be too much; null where the mode is right.</param>
public readonly record struct GuardFinding(string Kind, int Start, int Length, double Confidence = 1, string? Replacement = null, GuardMode? AtMost = null);
