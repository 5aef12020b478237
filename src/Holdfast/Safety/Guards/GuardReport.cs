namespace Holdfast.Safety.Guards;

/// <summary>What one guard said about a text. It holds no value, so that it may be recorded.</summary>
/// <param name="Guard">The guard's name.</param>
/// <param name="Mode">The mode that it ran in.</param>
/// <param name="Verdict">What it demanded; <see cref="GuardVerdict.Pass"/> where it only observes.</param>
/// <param name="Kinds">What it found, by kind, with how often.</param>
/// <param name="Error">The type of the exception that the guard ended with, or null. Its message is left out, for it may quote the text.</param>
public sealed record GuardReport(string Guard, GuardMode Mode, GuardVerdict Verdict, IReadOnlyDictionary<string, int> Kinds, string? Error = null);
