using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Holdfast.Storage;

namespace Holdfast.Server.Auth;

/// <summary>Finds the caller of a key, configured or stored, without telling by its timing how much of it was right.</summary>
/// <remarks>Keys of the store are remembered for a short while by their hash: one revoked by another process is refused here within <see cref="LongestAge"/>.</remarks>
internal sealed class ApiKeys
{
    /// <summary>How old what is known of a stored key may be.</summary>
    public static readonly TimeSpan LongestAge = TimeSpan.FromSeconds(5);

    private const int MostKept = 10_000;

    private readonly (byte[] Hash, Caller Caller)[] configured;
    private readonly ConcurrentDictionary<string, (Caller Caller, DateTimeOffset? Expires, DateTimeOffset Read)> stored = new(StringComparer.Ordinal);
    private readonly IHoldfastStorage store;
    private readonly TimeProvider time;
    private long emptyAt = long.MinValue;
    private volatile bool any;

    public ApiKeys(HoldfastServerOptions options, IHoldfastStorage store, TimeProvider time)
    {
        this.store = store;
        this.time = time;
        configured = [.. options.ApiKeys.Select(key => (Hash(key.Key), new Caller(key.Name, key.Tenant, [.. key.Scopes])))];
        any = configured.Length > 0;
    }

    /// <summary>Whether any key is known, as far as was last looked.</summary>
    public bool Any => any;

    /// <summary>Whether every request needs a key: from the first one that is configured or was ever stored. Revoking the last one opens nothing.</summary>
    public ValueTask<bool> AnyAsync(CancellationToken cancellationToken) =>
        any ? new(true)
        : Interlocked.Read(ref emptyAt) is var at && at != long.MinValue && time.GetElapsedTime(at) < LongestAge ? new(false)
        : LookAsync(cancellationToken);

    /// <summary>Returns the caller, or null where the key is unknown, revoked or expired.</summary>
    public ValueTask<Caller?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var hash = Hash(key);
        Caller? found = null;
        foreach (var (known, caller) in configured)
        {
            // No early end: each key is compared, whichever matches.
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = caller;
            }
        }

        return found is null ? FindStoredAsync(key, Convert.ToHexString(hash), cancellationToken) : new(found);
    }

    /// <summary>Forgets what is known of stored keys, after this process changed one.</summary>
    public void Forget()
    {
        stored.Clear();
        Interlocked.Exchange(ref emptyAt, long.MinValue);
    }

    private async ValueTask<Caller?> FindStoredAsync(string key, string hash, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (stored.TryGetValue(hash, out var known) && now - known.Read < LongestAge)
        {
            return known.Expires <= now ? null : known.Caller;
        }

        if (await store.ApiKeys.FindAsync(key, cancellationToken) is not { } row || !row.IsActive(now))
        {
            // What is unknown is not remembered: anybody can make up keys.
            stored.TryRemove(hash, out _);
            return null;
        }

        if (stored.Count >= MostKept)
        {
            stored.Clear();
        }

        var caller = new Caller(row.Name, row.Tenant, row.Scopes, row.Id);
        stored[hash] = (caller, row.ExpiresAt, now);
        return caller;
    }

    private async ValueTask<bool> LookAsync(CancellationToken cancellationToken)
    {
        var looked = time.GetTimestamp();
        if (await store.ApiKeys.AnyAsync(cancellationToken))
        {
            return any = true;
        }

        Interlocked.Exchange(ref emptyAt, looked);
        return false;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
