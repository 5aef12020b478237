using Holdfast.Journal;
using Holdfast.Storage.Journal;

namespace Holdfast.Storage.Sqlite;

internal static class SqliteApprovals
{
    public static void Put(SqliteWriteConnection connection, long session, ApprovalRow row) => connection.Statement(ApprovalReads.Upsert)
        .Bind(1, row.Id).Bind(2, session).Bind(3, row.Run)
        .Bind(4, HashChain.ToMicroseconds(row.RequestedAt)).Bind(5, HashChain.ToMicroseconds(row.ExpiresAt))
        .Bind(6, row.DecidedAt is { } at ? HashChain.ToMicroseconds(at) : (long?)null)
        .Bind(7, connection.Name(row.Tenant)).Bind(8, connection.Name(row.Agent)).Bind(9, (long)row.Status).Bind(10, row.Required).Bind(11, row.Decisions)
        .Bind(12, row.User).Bind(13, row.Tool).Bind(14, row.Arguments).Bind(15, row.Preview).Bind(16, row.Rule).Bind(17, row.Reason).Bind(18, row.Digest)
        .Bind(19, row.Role).Bind(20, ApprovalReads.Join(row.ApprovedBy)).Bind(21, row.DecidedBy).Bind(22, row.Note)
        .Bind(23, row.Record).Bind(24, row.Range).Bind(25, AutonomyTable.Stored(row.Amount)).Bind(26, row.EditedAt is { } edited ? HashChain.ToMicroseconds(edited) : (long?)null)
        .Bind(27, row.Parent)
        .Run();
}
