using System.Data.Common;
using System.Security.Cryptography;
using Holdfast.Journal;

namespace Holdfast.Storage.Identity;

/// <summary>Keeps API keys by their hash. Each change is in the audit log, in the same transaction.</summary>
/// <remarks>Safe for concurrent use, from several processes.</remarks>
public sealed class ApiKeyStore
{
    private const string Columns = "SELECT id, tenant, name, prefix, scopes, created_at, expires_at, revoked_at, hash FROM api_keys ";

    private const string Insertion = """
        INSERT INTO api_keys (id, hash, created_at, expires_at, tenant, name, prefix, scopes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """;

    private readonly Database database;

    internal ApiKeyStore(Database database)
    {
        this.database = database;
    }

    /// <summary>Whether a key was ever made: revoked and expired ones count.</summary>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<bool> AnyAsync(CancellationToken cancellationToken = default) =>
        (await database.QueryAsync("SELECT 1 FROM api_keys LIMIT 1", [], static (_, _) => true, cancellationToken)).Count > 0;

    /// <summary>Returns what is stored of a key, whether it is still good or not; null when it is unknown.</summary>
    /// <param name="secret">The key as its bearer sent it.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<ApiKey?> FindAsync(string secret, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(secret);
        var hash = ApiKeySecret.Hash(secret);
        var found = (await database.QueryAsync(
            Columns + "WHERE hash = $1", [hash], static (reader, dialect) => (Key: Read(reader, dialect), Hash: reader.GetFieldValue<byte[]>(8)), cancellationToken)).SingleOrDefault();
        return found.Key is not null && CryptographicOperations.FixedTimeEquals(found.Hash, hash) ? found.Key : null;
    }

    /// <summary>Lists keys, newest first, with those that are no longer good.</summary>
    /// <param name="tenant">The tenant, or null for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? tenant, CancellationToken cancellationToken = default)
    {
        var where = new Conditions();
        where.Add(tenant, "tenant = {0}");
        return await database.QueryAsync($"{Columns}{where} ORDER BY created_at DESC, id", where.Arguments, Read, cancellationToken);
    }

    /// <summary>Makes a key.</summary>
    /// <param name="request">What kind of key.</param>
    /// <param name="actor">Who makes it, for the audit log.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>invalid-key</c>.</exception>
    public Task<IssuedApiKey> CreateAsync(ApiKeyRequest request, string actor, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check(now);
        return database.WriteAsync(
            async write =>
            {
                var issued = await InsertAsync(write, request, now);
                await AuditLog.AppendAsync(write, new AuditAct(now, request.Tenant, actor, "key.created", Shown(issued.Key.Id), Describe(issued.Key)));
                return issued;
            },
            cancellationToken);
    }

    /// <summary>Makes a key like another one, which stays good for a while, so that its bearer can change over.</summary>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="id">The old key.</param>
    /// <param name="oldUntil">From when the old key is refused; where it expires earlier, that stays.</param>
    /// <param name="expiresAt">From when the new key is refused; null for as long as the old one was made for, which may be for ever.</param>
    /// <param name="actor">Who does it, for the audit log.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-key</c>, <c>key-ended</c>, <c>invalid-key</c>.</exception>
    public Task<IssuedApiKey> RotateAsync(
        string? tenant, Guid id, DateTimeOffset oldUntil, DateTimeOffset? expiresAt, string actor, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ApiKeyRequest.CheckExpiry(expiresAt, now);
        return database.WriteAsync(
            async write =>
            {
                var old = await FindAsync(write, tenant, id);
                if (!old.IsActive(now))
                {
                    throw new HoldfastException("key-ended", $"The key {old.Prefix}… was revoked or has expired, so there is nothing to change over from. Create a new one.");
                }

                var issued = await InsertAsync(write, new ApiKeyRequest(old.Tenant, old.Name, old.Scopes, expiresAt ?? After(now, old.ExpiresAt - old.CreatedAt)), now);
                var until = old.ExpiresAt < oldUntil ? old.ExpiresAt.Value : oldUntil;
                await write.ExecuteAsync("UPDATE api_keys SET expires_at = $1 WHERE id = $2", [HashChain.ToMicroseconds(until), id]);
                await AuditLog.AppendAsync(write, new AuditAct(now, old.Tenant, actor, "key.rotated", Shown(id), $"until {until.UtcDateTime:u}; new key {Shown(issued.Key.Id)}, {Describe(issued.Key)}"));
                return issued;
            },
            cancellationToken);
    }

    /// <summary>Ends a key at once. Ending it again changes nothing.</summary>
    /// <param name="tenant">The tenant that may do it; null for all.</param>
    /// <param name="id">The key.</param>
    /// <param name="actor">Who does it, for the audit log.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>unknown-key</c>.</exception>
    public Task<ApiKey> RevokeAsync(string? tenant, Guid id, string actor, DateTimeOffset now, CancellationToken cancellationToken = default) =>
        database.WriteAsync(
            async write =>
            {
                var key = await FindAsync(write, tenant, id);
                if (key.RevokedAt is not null)
                {
                    return key;
                }

                await write.ExecuteAsync("UPDATE api_keys SET revoked_at = $1 WHERE id = $2", [HashChain.ToMicroseconds(now), id]);
                await AuditLog.AppendAsync(write, new AuditAct(now, key.Tenant, actor, "key.revoked", Shown(id), Describe(key)));
                return key with { RevokedAt = now };
            },
            cancellationToken);

    private static async Task<ApiKey> FindAsync(DatabaseWrite write, string? tenant, Guid id)
    {
        var key = (await write.QueryAsync(Columns + "WHERE id = $1", [id], Read)).SingleOrDefault();
        return key is not null && (tenant is null || key.Tenant == tenant) ? key
            : throw new HoldfastException("unknown-key", $"There is no key {Shown(id)}. The list of keys has the ids.");
    }

    private static async Task<IssuedApiKey> InsertAsync(DatabaseWrite write, ApiKeyRequest request, DateTimeOffset now)
    {
        var secret = ApiKeySecret.Create();
        var key = new ApiKey
        {
            Id = IdSource.System.NewId(now),
            Tenant = request.Tenant,
            Name = request.Name,
            Prefix = ApiKeySecret.Prefix(secret),
            Scopes = [.. request.Scopes.Distinct(StringComparer.Ordinal)],
            CreatedAt = now,
            ExpiresAt = request.ExpiresAt,
        };
        await write.ExecuteAsync(
            Insertion,
            [key.Id, ApiKeySecret.Hash(secret), HashChain.ToMicroseconds(now), Microseconds(key.ExpiresAt), key.Tenant, key.Name, key.Prefix, string.Join(' ', key.Scopes)]);
        return new IssuedApiKey(key, secret);
    }

    private static ApiKey Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Tenant = reader.GetString(1),
        Name = reader.GetString(2),
        Prefix = reader.GetString(3),
        Scopes = reader.GetString(4).Split(' '),
        CreatedAt = HashChain.FromMicroseconds(reader.GetInt64(5)),
        ExpiresAt = reader.TimeOrNull(6),
        RevokedAt = reader.TimeOrNull(7),
    };

    /// <summary>The moment after a span of life; null, for never, where there is no span or no calendar that goes so far.</summary>
    private static DateTimeOffset? After(DateTimeOffset now, TimeSpan? life) => life is { } span && span < DateTimeOffset.MaxValue - now ? now + span : null;

    private static long? Microseconds(DateTimeOffset? at) => at is { } time ? HashChain.ToMicroseconds(time) : null;

    private static string Shown(Guid id) => id.ToString("N");

    private static string Describe(ApiKey key) => $"{key.Name}, {key.Prefix}…, scopes {string.Join(' ', key.Scopes)}, "
        + (key.ExpiresAt is { } at ? $"expires {at.UtcDateTime:u}" : "no expiry");
}
