using Holdfast.Journal;

namespace Holdfast.Storage.Notices;

/// <summary>Leases and settles notices, the same on both engines.</summary>
internal sealed class NoticeTable(Database database)
{
    /// <summary>Writes a notice once.</summary>
    public const string Insert = "INSERT INTO notices (channel, kind, subject, at, next_at, attempts) VALUES ($1, $2, $3, $4, $4, 0) ON CONFLICT DO NOTHING";

    /// <summary>Whether there is anything to do: looked at often, so that nothing is written for nothing.</summary>
    private const string Any = """
        SELECT count(*) FROM (
            SELECT 1 FROM notices WHERE channel = $1 AND next_at <= $2
            UNION ALL
            SELECT 1 FROM tickets k WHERE k.status < 2 AND k.due_at <= $2
                AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.channel = $1 AND n.kind = 'ticket.overdue' AND n.subject = k.id)) due
        """;

    private const string Overdue = """
        INSERT INTO notices (channel, kind, subject, at, next_at, attempts)
        SELECT $1, 'ticket.overdue', k.id, k.due_at, $2, 0 FROM tickets k WHERE k.status < 2 AND k.due_at <= $2 ON CONFLICT DO NOTHING
        """;

    /// <summary>The outer condition is looked at again by who had to wait for another process's lock, so that nothing is leased twice.</summary>
    private const string Lease = """
        UPDATE notices SET next_at = $3, attempts = attempts + 1
        WHERE channel = $1 AND next_at <= $2
            AND (kind, subject) IN (SELECT kind, subject FROM notices WHERE channel = $1 AND next_at <= $2 ORDER BY next_at LIMIT $4)
        RETURNING kind, subject, at, attempts
        """;

    private const string Settlement = "UPDATE notices SET next_at = $4 WHERE channel = $1 AND kind = $2 AND subject = $3";

    public async Task<IReadOnlyList<LeasedNotice>> LeaseAsync(string channel, int limit, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken)
    {
        var at = HashChain.ToMicroseconds(now);
        if ((await database.QueryAsync(Any, [channel, at], static (reader, _) => reader.GetInt64(0), cancellationToken))[0] == 0)
        {
            return [];
        }

        var leased = await database.WriteAsync(
            async write =>
            {
                await write.ExecuteAsync(Overdue, [channel, at]);
                return await write.QueryAsync(
                    Lease,
                    [channel, at, HashChain.ToMicroseconds(now + lease), limit],
                    (reader, dialect) => new LeasedNotice(
                        new Notice(channel, reader.GetString(0), dialect.ReadGuid(reader, 1), HashChain.FromMicroseconds(reader.GetInt64(2))), reader.GetInt32(3)));
            },
            cancellationToken);
        return [.. leased.OrderBy(static l => l.Notice.At)];
    }

    public Task SettleAsync(Notice notice, DateTimeOffset? nextAt, CancellationToken cancellationToken) =>
        database.WriteAsync(
            write => write.ExecuteAsync(Settlement, [notice.Channel, notice.Kind, notice.Subject, nextAt is { } at ? HashChain.ToMicroseconds(at) : null]),
            cancellationToken);
}
