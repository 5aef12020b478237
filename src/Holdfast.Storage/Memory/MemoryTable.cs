using System.Data.Common;
using Holdfast.Journal;
using Holdfast.Memory;

namespace Holdfast.Storage.Memory;

/// <summary>What agents remember, the same on both engines.</summary>
internal sealed class MemoryTable(Database database)
{
    public const string Columns = """
        SELECT id, at, valid_until, seq, kind, status, trust, confidence, session, run, replaced_by, tenant, user_id, agent, subject, key, words, written_by
        FROM memories
        """;

    private const string Insertion = """
        INSERT INTO memories (id, at, valid_until, seq, kind, status, trust, confidence, session, run, tenant, user_id, agent, subject, key, words, written_by)
        VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        """;

    private const string Same = "SELECT id FROM memories WHERE tenant = $1 AND user_id = $2 AND agent = $3 AND subject = $4 AND key = $5 AND status = 0 AND kind <> 3 AND trust <= $6";
    private const string Kept = "SELECT count(*) FROM memories WHERE tenant = $1 AND user_id = $2 AND agent = $3 AND status = 0 AND kind <> 3";

    private const string OldEpisodes = """
        DELETE FROM memories WHERE id IN (
            SELECT id FROM memories WHERE tenant = $1 AND user_id = $2 AND agent = $3 AND kind = 3 AND status < 3 ORDER BY at DESC LIMIT 1000 OFFSET $4)
        """;

    private const string Episodes = "SELECT id, words FROM memories WHERE tenant = $1 AND user_id = $2 AND agent = $3 AND kind = 3 AND status <> 3";

    private const string Texts = """
        SELECT words FROM memories
        WHERE status <> 3 AND (id = $1 OR (kind <> 3 AND $2 <> 3 AND tenant = $3 AND user_id = $4 AND agent = $5 AND subject = $6 AND key = $7))
        """;

    private const string Forgetting = """
        UPDATE memories SET status = 3, forgotten_at = $1
        WHERE status <> 3 AND (id = $2 OR (kind <> 3 AND $3 <> 3 AND tenant = $4 AND user_id = $5 AND agent = $6 AND subject = $7 AND key = $8))
        """;

    public Task RememberAsync(MemoryItem item, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            if ((await write.QueryAsync("SELECT 1 FROM memories WHERE id = $1", [item.Id], static (_, _) => true)).Count > 0)
            {
                return false;
            }

            if (item.Kind != MemoryKind.Episode)
            {
                var replaced = await write.QueryAsync(Same, [item.Tenant, item.User, item.Agent, item.Subject, item.Key, item.Trusted ? 1 : 0], static (reader, dialect) => dialect.ReadGuid(reader, 0));
                if (replaced.Count == 0 && (await write.QueryAsync(Kept, [item.Tenant, item.User, item.Agent], static (reader, _) => reader.GetInt64(0)))[0] >= IMemoryStore.MostItems)
                {
                    throw new HoldfastException("memory-full", $"{IMemoryStore.MostItems} items are kept of this user already.");
                }

                foreach (var old in replaced)
                {
                    await write.ExecuteAsync("UPDATE memories SET status = 1, replaced_by = $1 WHERE id = $2", [item.Id, old]);
                }
            }

            await write.ExecuteAsync(
                Insertion,
                [
                    item.Id, HashChain.ToMicroseconds(item.At), item.Until is { } until ? HashChain.ToMicroseconds(until) : null, item.Sequence, (int)item.Kind, item.Trusted ? 1 : 0,
                    (int)Math.Round(item.Confidence * 1000), item.Session, item.Run, item.Tenant, item.User, item.Agent, item.Subject, item.Key, item.Text, item.By,
                ]);
            if (item.Kind == MemoryKind.Episode)
            {
                await write.ExecuteAsync(OldEpisodes, [item.Tenant, item.User, item.Agent, IMemoryStore.MostEpisodes]);
            }

            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(query.Tenant, "tenant = {0}");
        where.Add(query.User, "user_id = {0}");
        where.Add(query.Agent, "agent = {0}");
        where.Add(query.Subject, "subject = {0}");
        where.Add(query.Kind is { } kind ? (int)kind : null, "kind = {0}");
        where.Add(query.Status is { } status ? (int)status : null, "status = {0}");
        where.Add(query.Before, "at < {0}");
        if (query.Status is null)
        {
            where.Add("status <> 3");
        }

        return await database.QueryAsync($"{Columns} {where} ORDER BY at DESC, id DESC LIMIT {Math.Clamp(query.Limit, 1, 2_000)}", where.Arguments, Read, cancellationToken);
    }

    public async Task<MemoryItem?> FindAsync(Guid item, string? tenant, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(item, "id = {0}");
        where.Add(tenant, "tenant = {0}");
        where.Add("status <> 3");
        return (await database.QueryAsync($"{Columns} {where}", where.Arguments, Read, cancellationToken)).SingleOrDefault();
    }

    public Task<bool> UndoAsync(Guid item, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            if (await write.ExecuteAsync("UPDATE memories SET status = 2 WHERE id = $1 AND status = 0", [item]) == 0)
            {
                return false;
            }

            await write.ExecuteAsync("UPDATE memories SET status = 0, replaced_by = NULL WHERE replaced_by = $1 AND status = 1", [item]);
            return true;
        },
        cancellationToken);

    public async Task<bool> ForgetAsync(Guid id, DateTimeOffset now, CancellationToken cancellationToken) =>
        await FindAsync(id, null, cancellationToken) is { } item
        && await database.WriteAsync(
            async write =>
            {
                var texts = await write.QueryAsync(Texts, [item.Id, (int)item.Kind, item.Tenant, item.User, item.Agent, item.Subject, item.Key], static (reader, _) => reader.GetString(0));
                if (texts.Count == 0)
                {
                    return false;
                }

                await write.ExecuteAsync(Forgetting, [HashChain.ToMicroseconds(now), item.Id, (int)item.Kind, item.Tenant, item.User, item.Agent, item.Subject, item.Key]);
                await TakeFromEpisodesAsync(write, item, texts);
                return true;
            },
            cancellationToken);

    /// <summary>Takes forgotten texts out of the summaries of sessions.</summary>
    public static async Task TakeFromEpisodesAsync(DatabaseWrite write, MemoryItem item, IReadOnlyList<string> texts)
    {
        await write.OverwriteWhatIsFreedAsync();
        foreach (var (id, summary) in await write.QueryAsync(Episodes, [item.Tenant, item.User, item.Agent], static (reader, dialect) => (dialect.ReadGuid(reader, 0), reader.GetString(1))))
        {
            var left = texts.Aggregate(summary, ForgottenText.Without);
            if (left != summary)
            {
                await write.ExecuteAsync("UPDATE memories SET words = $1 WHERE id = $2", [left, id]);
            }
        }
    }

    public static MemoryItem Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        At = HashChain.FromMicroseconds(reader.GetInt64(1)),
        Until = reader.TimeOrNull(2),
        Sequence = reader.GetInt64(3),
        Kind = (MemoryKind)reader.GetInt32(4),
        Status = (MemoryStatus)reader.GetInt32(5),
        Trusted = reader.GetInt32(6) != 0,
        Confidence = reader.GetInt32(7) / 1000.0,
        Session = dialect.ReadGuid(reader, 8),
        Run = dialect.ReadGuid(reader, 9),
        ReplacedBy = reader.GuidOrNull(10, dialect),
        Tenant = reader.GetString(11),
        User = reader.GetString(12),
        Agent = reader.GetString(13),
        Subject = reader.GetString(14),
        Key = reader.GetString(15),
        Text = reader.GetString(16),
        By = reader.GetString(17),
    };
}
