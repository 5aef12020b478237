using Holdfast.Journal;
using Holdfast.Storage.Journal;

namespace Holdfast.Storage.Sqlite;

internal static class SqliteTickets
{
    public static void Put(SqliteWriteConnection connection, long session, TicketRow row) => connection.Statement(TicketReads.Upsert)
        .Bind(1, row.Id).Bind(2, session).Bind(3, row.Run)
        .Bind(4, HashChain.ToMicroseconds(row.OpenedAt)).Bind(5, HashChain.ToMicroseconds(row.DueAt))
        .Bind(6, Microseconds(row.ClaimedAt)).Bind(7, Microseconds(row.ClosedAt))
        .Bind(8, connection.Name(row.Tenant)).Bind(9, connection.Name(row.Agent)).Bind(10, (long)row.Status).Bind(11, (long)row.Reason)
        .Bind(12, (long)row.Priority).Bind(13, row.Acts).Bind(14, row.User).Bind(15, row.Summary).Bind(16, row.Owner).Bind(17, row.ClosedBy).Bind(18, row.Note)
        .Run();

    private static long? Microseconds(DateTimeOffset? at) => at is { } time ? HashChain.ToMicroseconds(time) : null;
}
