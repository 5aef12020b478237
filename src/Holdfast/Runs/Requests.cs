using System.Security.Cryptography;
using System.Text;
using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>Tells a repeated request from a new one.</summary>
internal static class Requests
{
    /// <summary>What is kept of a request with a key; null without one.</summary>
    /// <exception cref="HoldfastException"><c>invalid-idempotency-key</c>.</exception>
    public static IdempotencyEntry? Entry(string tenant, string? key, string fingerprint, Guid result, DateTimeOffset now) => key switch
    {
        null => null,
        { Length: 0 or > 255 } => throw new HoldfastException("invalid-idempotency-key", "The idempotency key must have 1 to 255 characters."),
        _ => new IdempotencyEntry(tenant, key, fingerprint, result, now),
    };

    /// <summary>What makes two requests the same.</summary>
    public static string Fingerprint(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', parts!))).AsSpan(0, 16));

    /// <summary>What the first request made, when this one is its repetition.</summary>
    /// <exception cref="HoldfastException"><c>idempotency-conflict</c>.</exception>
    public static Guid Same(IdempotencyEntry existing, string fingerprint) => existing.Fingerprint == fingerprint
        ? existing.Result
        : throw new HoldfastException("idempotency-conflict", "This idempotency key was used before for another request. Use a new key for a new request.");
}
