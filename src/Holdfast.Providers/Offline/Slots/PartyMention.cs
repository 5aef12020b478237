namespace Holdfast.Providers.Offline.Slots;

/// <summary>A number of people found in a message, as a range of tokens.</summary>
internal readonly record struct PartyMention(int People, int First, int Next);
