namespace Holdfast.Providers.Offline.Slots;

/// <summary>A name found in a message, as a range of tokens.</summary>
internal readonly record struct NameMention(NameRole Role, int First, int Next);
