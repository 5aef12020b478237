namespace Holdfast.Safety.Redaction;

/// <summary>A text whose findings were replaced.</summary>
/// <param name="Text">The text with placeholders.</param>
/// <param name="Kinds">What was replaced, by kind, with how often.</param>
/// <param name="Entries">What entered the vault for the first time; empty without a vault.</param>
public sealed record RedactedText(string Text, IReadOnlyDictionary<string, int> Kinds, IReadOnlyList<VaultEntry> Entries);
