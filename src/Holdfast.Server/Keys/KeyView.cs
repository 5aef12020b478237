using Holdfast.Server.Wire;
using Holdfast.Storage.Identity;

namespace Holdfast.Server.Keys;

/// <summary>An API key.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The caller's name.</param>
/// <param name="Tenant">The tenant it belongs to.</param>
/// <param name="Prefix">The beginning of the key, by which a person recognises it.</param>
/// <param name="Scopes">What its bearer may do.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">From when it is refused, or null.</param>
/// <param name="RevokedAt">When it was revoked, or null.</param>
/// <param name="Key">The key itself: only in the answer to the request that made it.</param>
internal sealed record KeyView(
    string Id, string Name, string Tenant, string Prefix, IReadOnlyList<string> Scopes, string Status, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt, string? Key = null)
{
    public static KeyView Of(ApiKey key, DateTimeOffset now) => new(
        WireId.Of(key.Id), key.Name, key.Tenant, key.Prefix, key.Scopes, key.RevokedAt is not null ? "revoked" : key.IsActive(now) ? "active" : "expired", key.CreatedAt,
        key.ExpiresAt, key.RevokedAt);

    public static KeyView Of(IssuedApiKey issued, DateTimeOffset now) => Of(issued.Key, now) with { Key = issued.Secret };

    /// <summary>Returns the beginning of the key, never the key.</summary>
    public override string ToString() => $"{Prefix}… ({Name})";
}
