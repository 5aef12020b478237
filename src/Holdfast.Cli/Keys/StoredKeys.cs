using Holdfast.Cli.Trace;
using Holdfast.Storage.Identity;

namespace Holdfast.Cli.Keys;

/// <summary>The keys of a store, of every tenant: whoever can open the store is its administrator.</summary>
internal sealed class StoredKeys(StoredTraces source, TimeProvider time) : IKeySource
{
    private const string Actor = "command line";

    private ApiKeyStore Keys => source.Store.ApiKeys;

    public async Task<IReadOnlyList<KeyLine>> ListAsync(CancellationToken cancellationToken) =>
        [.. (await Keys.ListAsync(tenant: null, cancellationToken)).Select(key => Line(key))];

    public async Task<KeyLine> CreateAsync(string name, string? tenant, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        Line(await Keys.CreateAsync(new ApiKeyRequest(tenant ?? "default", name, scopes, expiresAt), Actor, time.GetUtcNow(), cancellationToken));

    public async Task<KeyLine> RotateAsync(Guid id, DateTimeOffset oldUntil, DateTimeOffset? expiresAt, CancellationToken cancellationToken) =>
        Line(await Keys.RotateAsync(tenant: null, id, oldUntil, expiresAt, Actor, time.GetUtcNow(), cancellationToken));

    public async Task<KeyLine> RevokeAsync(Guid id, CancellationToken cancellationToken) =>
        Line(await Keys.RevokeAsync(tenant: null, id, Actor, time.GetUtcNow(), cancellationToken));

    public ValueTask DisposeAsync() => source.DisposeAsync();

    private KeyLine Line(IssuedApiKey issued) => Line(issued.Key) with { Secret = issued.Secret };

    private KeyLine Line(ApiKey key) => new(
        key.Id.ToString("N"), key.Name, key.Tenant, key.Prefix, string.Join(' ', key.Scopes),
        key.RevokedAt is not null ? "revoked" : key.IsActive(time.GetUtcNow()) ? "active" : "expired", key.CreatedAt, key.ExpiresAt);
}
