namespace Holdfast.Storage.Identity;

/// <summary>A key to be made.</summary>
/// <param name="Tenant">The tenant it belongs to: 1 to 64 characters.</param>
/// <param name="Name">The caller's name: 1 to 64 characters.</param>
/// <param name="Scopes">What its bearer may do: at least one word of lower-case letters, digits and <c>_ . : -</c>.</param>
/// <param name="ExpiresAt">From when it is refused, in the future; null for never.</param>
public sealed record ApiKeyRequest(string Tenant, string Name, IReadOnlyList<string> Scopes, DateTimeOffset? ExpiresAt = null)
{
    private const int LongestName = 64;
    private const int MostScopes = 32;

    /// <exception cref="HoldfastException"><c>invalid-key</c>.</exception>
    internal void Check(DateTimeOffset now)
    {
        CheckName(Tenant, "tenant");
        CheckName(Name, "name");
        if (Scopes.Count is 0 or > MostScopes || !Scopes.All(IsScope))
        {
            throw Invalid($"scopes must have 1 to {MostScopes} words of lower-case letters, digits and _ . : - (64 characters at most), such as invoke, approve, operate or admin.");
        }

        CheckExpiry(ExpiresAt, now);
    }

    /// <exception cref="HoldfastException"><c>invalid-key</c>.</exception>
    internal static void CheckExpiry(DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (expiresAt <= now)
        {
            throw Invalid("The time at which the key expires has passed already; give one in the future, or none.");
        }
    }

    private static void CheckName(string text, string member)
    {
        if (text.Length is 0 or > LongestName || text.Any(c => char.IsControl(c) || char.IsSurrogate(c)))
        {
            throw Invalid($"{member} must have 1 to {LongestName} characters, no control characters and none beyond the basic plane.");
        }
    }

    private static bool IsScope(string scope) =>
        scope is { Length: > 0 and <= LongestName } && scope.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or ':' or '-');

    private static HoldfastException Invalid(string message) => new("invalid-key", message);
}
