using Holdfast.Journal;

namespace Holdfast.Storage.Sqlite;

internal static class SqliteInbox
{
    public static void Insert(SqliteWriteConnection connection, long session, InboxItem item) =>
        connection.Statement("INSERT INTO inbox (session, id, kind, at, payload) VALUES ($1, $2, $3, $4, $5)")
            .Bind(1, session).Bind(2, item.Id).Bind(3, item.Kind).Bind(4, HashChain.ToMicroseconds(item.At)).Bind(5, item.Payload.Span)
            .Run();

    /// <summary>Whether something waits that came in after a position.</summary>
    public static bool HasNewer(SqliteWriteConnection connection, long session, long position)
    {
        var newer = connection.Statement("SELECT 1 FROM inbox WHERE session = $1 AND position > $2 LIMIT 1").Bind(1, session).Bind(2, position);
        var found = newer.Step();
        newer.Reset();
        return found;
    }

    /// <summary>When the item came in that waits longest; null when none waits.</summary>
    public static long? OldestTime(SqliteWriteConnection connection, long session)
    {
        var oldest = connection.Statement("SELECT at FROM inbox WHERE session = $1 ORDER BY position LIMIT 1").Bind(1, session);
        if (!oldest.Step())
        {
            return null;
        }

        var at = oldest.Long(0);
        oldest.Reset();
        return at;
    }
}
