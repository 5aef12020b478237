namespace Holdfast.Providers.Offline.Language;

/// <summary>What a reader understood, and the index of the token after it.</summary>
internal readonly record struct Read<T>(T Value, int Next);
