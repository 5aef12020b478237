using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage.Journal;

/// <summary>Reads sessions, the same on both engines.</summary>
internal sealed class SessionReads(Database database)
{
    public const string Columns = """
        SELECT s.id, t.name, s.user_id, a.name, v.name, s.opened_at, s.expires_at, s.status, s.owner, s.epoch, s.runs, s.fold_from,
            s.tokens, s.cost_nanos, s.metadata, h.seq, h.hash, s.parent
        FROM sessions s
        JOIN names t ON t.id = s.tenant JOIN names a ON a.id = s.agent JOIN names v ON v.id = s.version
        LEFT JOIN events h ON h.session = s.no AND h.seq = (SELECT max(e.seq) FROM events e WHERE e.session = s.no)

        """;

    public const string ById = Columns + "WHERE s.id = $1";

    private const string Owned = """
        SELECT s.id, CASE WHEN EXISTS (SELECT 1 FROM inbox i WHERE i.session = s.no) THEN 1 ELSE 0 END
        FROM sessions s WHERE s.owner = $1 AND s.status = 2
        """;

    public async Task<SessionRow?> FindAsync(Guid session, CancellationToken cancellationToken) =>
        (await database.QueryAsync(ById, [session], Read, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<SessionRow>> ListAsync(
        string? tenant, string? user, DateTimeOffset? before, int limit, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(tenant, "s.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(user, "s.user_id = {0}");
        where.Add(before, "s.opened_at < {0}");
        var sql = $"{Columns}{where} ORDER BY s.opened_at DESC, s.no DESC LIMIT {Math.Clamp(limit, 1, 1000)}";
        return await database.QueryAsync(sql, where.Arguments, Read, cancellationToken);
    }

    /// <summary>Sessions of named users that expired and are idle, those that expired first first.</summary>
    public async Task<IReadOnlyList<SessionRow>> ListExpiredAsync(IReadOnlyCollection<string> agents, DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        if (agents.Count == 0)
        {
            return [];
        }

        var where = new Conditions();
        where.Add("s.status = 0");
        where.Add("s.runs > 0");
        where.Add(now, "s.expires_at <= {0}");
        where.Add(Principal.Anonymous.User, "s.user_id <> {0}");
        where.Add($"a.name IN ({string.Join(", ", agents.Select(agent => where.Argument(agent)))})");
        var sql = $"{Columns}{where} ORDER BY s.expires_at LIMIT {Math.Clamp(limit, 1, 1000)}";
        return await database.QueryAsync(sql, where.Arguments, Read, cancellationToken);
    }

    public async Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            Owned, [worker], static (reader, dialect) => new OwnedSession(dialect.ReadGuid(reader, 0), reader.GetInt32(1) != 0), cancellationToken);

    public static SessionRow Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Tenant = reader.GetString(1),
        User = reader.GetString(2),
        Agent = reader.GetString(3),
        Version = reader.GetString(4),
        OpenedAt = HashChain.FromMicroseconds(reader.GetInt64(5)),
        ExpiresAt = HashChain.FromMicroseconds(reader.GetInt64(6)),
        Status = (SessionStatus)reader.GetInt32(7),
        Owner = reader.TextOrNull(8),
        Epoch = reader.GetInt32(9),
        Runs = reader.GetInt32(10),
        FoldFrom = reader.GetInt64(11),
        Tokens = reader.GetInt64(12),
        CostNanos = reader.GetInt64(13),
        Metadata = reader.TextOrNull(14),
        HeadSequence = reader.IsDBNull(15) ? 0 : reader.GetInt64(15),
        Parent = reader.GuidOrNull(17, dialect),
        HeadHash = reader.IsDBNull(16) ? default : reader.GetFieldValue<byte[]>(16),
    };
}
