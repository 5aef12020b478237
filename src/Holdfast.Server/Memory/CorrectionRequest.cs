namespace Holdfast.Server.Memory;

/// <summary>What an item of memory should say.</summary>
/// <param name="Value">The value.</param>
/// <param name="Until">Until when it is so; null for as long as nothing takes its place.</param>
internal sealed record CorrectionRequest(string Value, DateTimeOffset? Until = null);
