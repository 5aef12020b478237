namespace Holdfast.Storage.Identity;

/// <summary>What the search index holds of a run, column by column.</summary>
internal sealed record RunWords(long Session, long Run, string Text, string Tools, string Error);
