using Holdfast.Caching;
using Holdfast.Journal;

namespace Holdfast.Storage.Caching;

/// <summary>Answers that may be given again, the same on both engines.</summary>
internal sealed class AnswerTable(Database database)
{
    private const string Candidates = """
        SELECT run, at, expires_at, rests_on, meaning, tenant, user_id, agent, question, answer FROM cached_answers
        WHERE rests_on = $1 AND meaning = $2 AND expires_at > $3 ORDER BY at DESC, run LIMIT 20
        """;

    private const string Insertion = """
        INSERT INTO cached_answers (run, at, expires_at, rests_on, meaning, tenant, user_id, agent, question, answer)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (run) DO NOTHING
        """;

    private const string Expired = "DELETE FROM cached_answers WHERE tenant = $1 AND agent = $2 AND expires_at <= $3";

    private const string Old = """
        DELETE FROM cached_answers WHERE tenant = $1 AND agent = $2 AND run IN (
            SELECT run FROM cached_answers WHERE tenant = $1 AND agent = $2 ORDER BY at DESC, run LIMIT 1000 OFFSET $3)
        """;

    private const string Counting = """
        INSERT INTO answer_lookups (tenant, agent, day, hits, misses, reported) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (tenant, agent, day) DO UPDATE SET hits = answer_lookups.hits + excluded.hits, misses = answer_lookups.misses + excluded.misses,
            reported = answer_lookups.reported + excluded.reported
        """;

    public Task<List<CachedAnswer>> FindAsync(string key, string meaning, DateTimeOffset now, CancellationToken cancellationToken) => database.QueryAsync(
        Candidates,
        [key, meaning, HashChain.ToMicroseconds(now)],
        static (reader, dialect) => new CachedAnswer
        {
            Run = dialect.ReadGuid(reader, 0),
            At = HashChain.FromMicroseconds(reader.GetInt64(1)),
            ExpiresAt = HashChain.FromMicroseconds(reader.GetInt64(2)),
            Key = reader.GetString(3),
            Meaning = reader.GetString(4),
            Tenant = reader.GetString(5),
            User = reader.GetString(6),
            Agent = reader.GetString(7),
            Question = reader.GetString(8),
            Answer = reader.GetString(9),
        },
        cancellationToken);

    public Task SaveAsync(CachedAnswer answer, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            await write.ExecuteAsync(Expired, [answer.Tenant, answer.Agent, HashChain.ToMicroseconds(answer.At)]);
            await write.ExecuteAsync(
                Insertion,
                [
                    answer.Run, HashChain.ToMicroseconds(answer.At), HashChain.ToMicroseconds(answer.ExpiresAt), answer.Key, answer.Meaning, answer.Tenant, answer.User, answer.Agent,
                    answer.Question, answer.Answer,
                ]);
            return await write.ExecuteAsync(Old, [answer.Tenant, answer.Agent, IAnswerCache.MostAnswers]);
        },
        cancellationToken);

    public Task CountAsync(string tenant, string agent, DateOnly day, bool hit, CancellationToken cancellationToken) =>
        database.WriteAsync(write => write.ExecuteAsync(Counting, [tenant, agent, day.DayNumber, hit ? 1L : 0L, hit ? 0L : 1L, 0L]), cancellationToken);

    public Task<bool> RemoveAsync(Guid run, DateOnly day, CancellationToken cancellationToken) => database.WriteAsync(
        async write =>
        {
            if (await write.QueryAsync("DELETE FROM cached_answers WHERE run = $1 RETURNING tenant, agent", [run], static (reader, _) => (reader.GetString(0), reader.GetString(1))) is not [var (tenant, agent)])
            {
                return false;
            }

            await write.ExecuteAsync(Counting, [tenant, agent, day.DayNumber, 0L, 0L, 1L]);
            return true;
        },
        cancellationToken);

    public async Task<IReadOnlyList<AnswerFigures>> SumAsync(string? tenant, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var where = new Conditions();
        where.Add(tenant, "tenant = {0}");
        where.Add(from?.DayNumber, "day >= {0}");
        where.Add(to?.DayNumber, "day < {0}");
        var rows = await database.QueryAsync(
            $"""
            SELECT tenant, agent, CAST(sum(hits) AS BIGINT), CAST(sum(misses) AS BIGINT), CAST(sum(reported) AS BIGINT) FROM answer_lookups {where} GROUP BY tenant, agent
            """,
            where.Arguments,
            static (reader, _) => new AnswerFigures(reader.GetString(0), reader.GetString(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4)),
            cancellationToken);
        return [.. rows.OrderBy(static row => row.Tenant, StringComparer.Ordinal).ThenBy(static row => row.Agent, StringComparer.Ordinal)];
    }
}
