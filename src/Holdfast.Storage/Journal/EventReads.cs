using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage.Journal;

/// <summary>Reads events and inboxes, the same on both engines.</summary>
internal sealed class EventReads(Database database)
{
    private const string Events = """
        SELECT e.seq, e.run, k.name, e.at, e.payload, e.hash, e.erased
        FROM events e JOIN names k ON k.id = e.kind
        WHERE e.session = (SELECT no FROM sessions WHERE id = $1) AND e.seq >= $2 AND e.seq <= $3
        ORDER BY e.seq
        """;

    private const string Inbox = """
        SELECT i.id, i.kind, i.at, i.payload, i.position
        FROM inbox i JOIN sessions s ON s.no = i.session
        WHERE s.id = $1 ORDER BY i.position
        """;

    public async Task<IReadOnlyList<EventRecord>> ReadAsync(Guid session, long from, long to, CancellationToken cancellationToken) =>
        await database.QueryAsync(Events, [session, from, to], Read, cancellationToken);

    public async Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            Inbox,
            [session],
            (reader, dialect) => new InboxItem(
                dialect.ReadGuid(reader, 0),
                session,
                reader.GetString(1),
                HashChain.FromMicroseconds(reader.GetInt64(2)),
                reader.GetFieldValue<byte[]>(3),
                reader.GetInt64(4)),
            cancellationToken);

    private static EventRecord Read(DbDataReader reader, Dialect dialect) => new(
        reader.GetInt64(0),
        reader.GetInt32(1),
        reader.GetString(2),
        HashChain.FromMicroseconds(reader.GetInt64(3)),
        reader.GetFieldValue<byte[]>(4),
        reader.GetFieldValue<byte[]>(5),
        reader.IsDBNull(6) ? default : reader.GetFieldValue<byte[]>(6));
}
