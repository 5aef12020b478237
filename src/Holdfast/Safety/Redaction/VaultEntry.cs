namespace Holdfast.Safety.Redaction;

/// <summary>A value that was replaced, encrypted, so that it can lie beside the session.</summary>
/// <param name="Placeholder">What stands in its place, such as <c>[card:1]</c>.</param>
/// <param name="Sealed">Nonce (12 bytes), tag (16 bytes) and the value, encrypted by AES-256-GCM under a key of the session.</param>
public sealed record VaultEntry(string Placeholder, ReadOnlyMemory<byte> Sealed);
