namespace Holdfast.Agents.Shared;

/// <summary>What a key was used for, and what came of it.</summary>
internal sealed record StoredResult(string Digest, string? Result);
