using Holdfast.Journal;

namespace Holdfast.Storage.Sqlite;

internal static class SqliteEvents
{
    private const string Insertion = "INSERT INTO events (session, seq, run, kind, at, payload, hash, erased) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

    public static void Insert(SqliteWriteConnection connection, long session, IReadOnlyList<EventRecord> events)
    {
        if (events.Count == 0)
        {
            return;
        }

        var insert = connection.Statement(Insertion).Bind(1, session);
        for (var i = 0; i < events.Count; i++)
        {
            var one = events[i];
            insert.Bind(2, one.Sequence).Bind(3, one.Run).Bind(4, connection.Name(one.Kind)).Bind(5, HashChain.ToMicroseconds(one.At))
                .Bind(6, one.Payload.Span).Bind(7, one.Hash.Span);
            _ = one.ErasedPayloadHash.IsEmpty ? insert.BindNull(8) : insert.Bind(8, one.ErasedPayloadHash.Span);
            insert.Run();
        }
    }
}
