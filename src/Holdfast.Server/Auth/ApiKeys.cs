using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Server.Auth;

/// <summary>Finds the caller of a key without telling by its timing how much of it was right.</summary>
internal sealed class ApiKeys
{
    private readonly (byte[] Hash, Caller Caller)[] keys;

    public ApiKeys(HoldfastServerOptions options)
    {
        keys = [.. options.ApiKeys.Select(key => (Hash(key.Key), new Caller(key.Name, key.Tenant, [.. key.Scopes])))];
    }

    public bool Any => keys.Length > 0;

    public Caller? Find(string key)
    {
        var hash = Hash(key);
        Caller? found = null;
        foreach (var (known, caller) in keys)
        {
            // No early end: each key is compared, whichever matches.
            if (CryptographicOperations.FixedTimeEquals(hash, known))
            {
                found = caller;
            }
        }

        return found;
    }

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
