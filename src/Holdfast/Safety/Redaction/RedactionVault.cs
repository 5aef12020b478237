using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Safety.Redaction;

/// <summary>
/// The values of one session that redaction replaced. It gives the same value the same placeholder, and holds values only encrypted: models, journal,
/// logs and traces see placeholders, and a tool that may have the value gets it by <see cref="Redactor.Restore"/>. Safe for concurrent use.
/// </summary>
public sealed class RedactionVault
{
    private const int KeySize = 32;
    private const int NonceSize = 12;
    private const int TagSize = 16;

    private readonly Lock access = new();
    private readonly byte[] encryption;
    private readonly byte[] fingerprint;
    private readonly Dictionary<string, VaultEntry> byPlaceholder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byFingerprint = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Opens the vault of a session.</summary>
    /// <param name="key">The secret of the installation, 32 bytes, from its configuration. Keys of the session are derived from it.</param>
    /// <param name="session">The session. Entries of one session cannot be read in another.</param>
    /// <param name="entries">What is in it already.</param>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    /// <exception cref="HoldfastException"><c>vault-unreadable</c>: an entry was changed, or belongs to another key or session.</exception>
    public RedactionVault(ReadOnlySpan<byte> key, Guid session, IEnumerable<VaultEntry>? entries = null)
    {
        if (key.Length != KeySize)
        {
            throw new ArgumentException($"The vault's key has {key.Length} bytes; it needs {KeySize}.", nameof(key));
        }

        var secret = key.ToArray();
        var salt = session.ToByteArray(bigEndian: true);
        encryption = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, salt, "holdfast vault encryption"u8.ToArray());
        fingerprint = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, KeySize, salt, "holdfast vault fingerprint"u8.ToArray());
        CryptographicOperations.ZeroMemory(secret);
        foreach (var entry in entries ?? [])
        {
            Take(entry);
        }
    }

    /// <summary>Everything in it, encrypted.</summary>
    public IReadOnlyList<VaultEntry> Entries
    {
        get
        {
            lock (access)
            {
                return [.. byPlaceholder.Values];
            }
        }
    }

    /// <summary>Reads the value behind a placeholder.</summary>
    /// <param name="placeholder">The placeholder, with its brackets.</param>
    /// <param name="value">The value.</param>
    /// <returns>False where this vault gave out no such placeholder.</returns>
    public bool TryReveal(string placeholder, [NotNullWhen(true)] out string? value)
    {
        VaultEntry? entry;
        lock (access)
        {
            byPlaceholder.TryGetValue(placeholder, out entry);
        }

        value = entry is null ? null : Open(entry);
        return entry is not null;
    }

    /// <summary>The placeholder of a value, the one it already has or a new one.</summary>
    internal string Hide(string kind, string value, out VaultEntry? added)
    {
        var print = Print(kind, value);
        lock (access)
        {
            added = null;
            if (byFingerprint.TryGetValue(print, out var known))
            {
                return known;
            }

            var number = counts.GetValueOrDefault(kind) + 1;
            var placeholder = $"[{kind}:{number}]";
            added = Seal(placeholder, value);
            counts[kind] = number;
            byFingerprint[print] = placeholder;
            byPlaceholder[placeholder] = added;
            return placeholder;
        }
    }

    private void Take(VaultEntry entry)
    {
        var value = Open(entry);
        var colon = entry.Placeholder.LastIndexOf(':');
        if (colon < 2 || !int.TryParse(entry.Placeholder.AsSpan(colon + 1).TrimEnd(']'), out var number))
        {
            throw Unreadable(entry, null);
        }

        var kind = entry.Placeholder[1..colon];
        counts[kind] = Math.Max(counts.GetValueOrDefault(kind), number);
        byFingerprint[Print(kind, value)] = entry.Placeholder;
        byPlaceholder[entry.Placeholder] = entry;
    }

    private VaultEntry Seal(string placeholder, string value)
    {
        var plain = Encoding.UTF8.GetBytes(value);
        var bound = Encoding.UTF8.GetBytes(placeholder);
        var box = new byte[NonceSize + TagSize + plain.Length];

        // The nonce is derived from what is sealed, so that a replayed run seals the same bytes; two different texts never share one.
        Mac(placeholder, value).AsSpan(0, NonceSize).CopyTo(box);
        using var cipher = new AesGcm(encryption, TagSize);
        cipher.Encrypt(box.AsSpan(0, NonceSize), plain, box.AsSpan(NonceSize + TagSize), box.AsSpan(NonceSize, TagSize), bound);
        CryptographicOperations.ZeroMemory(plain);
        return new VaultEntry(placeholder, box);
    }

    private string Open(VaultEntry entry)
    {
        var box = entry.Sealed.Span;
        if (box.Length < NonceSize + TagSize)
        {
            throw Unreadable(entry, null);
        }

        var plain = new byte[box.Length - NonceSize - TagSize];
        try
        {
            using var cipher = new AesGcm(encryption, TagSize);
            cipher.Decrypt(box[..NonceSize], box[(NonceSize + TagSize)..], box.Slice(NonceSize, TagSize), plain, Encoding.UTF8.GetBytes(entry.Placeholder));
            return Encoding.UTF8.GetString(plain);
        }
        catch (CryptographicException exception)
        {
            throw Unreadable(entry, exception);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    private static HoldfastException Unreadable(VaultEntry entry, Exception? cause) => new(
        "vault-unreadable", $"The value behind {entry.Placeholder} cannot be read: it was changed, or belongs to another key or session. Configure the key that was in use when the session began.", cause);

    private string Print(string kind, string value) => Convert.ToHexString(Mac(kind, value));

    private byte[] Mac(string name, string value)
    {
        var first = Encoding.UTF8.GetBytes(name);
        var second = Encoding.UTF8.GetBytes(value);
        var message = new byte[4 + first.Length + second.Length];
        BinaryPrimitives.WriteInt32BigEndian(message, first.Length);
        first.CopyTo(message, 4);
        second.CopyTo(message, 4 + first.Length);
        return HMACSHA256.HashData(fingerprint, message);
    }
}
