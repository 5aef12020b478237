namespace Holdfast.Safety.Guards.Injection;

/// <summary>A word under check.</summary>
/// <param name="Text">Without case and accents.</param>
/// <param name="Start">Where it starts in the normalised text.</param>
/// <param name="End">Where it ends there.</param>
/// <param name="Place">How far into the text it is: two for each word, one for each character of scripts without spaces.</param>
/// <param name="Concept">What it means.</param>
internal readonly record struct InjectionWord(string Text, int Start, int End, int Place, Concept Concept);
