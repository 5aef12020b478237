using Holdfast.Journal;

namespace Holdfast.Storage.Sqlite;

/// <summary>The idempotency keys.</summary>
internal static class SqliteRequests
{
    public static IdempotencyEntry? Find(SqliteWriteConnection connection, IdempotencyEntry request)
    {
        var find = connection.Statement("SELECT fingerprint, result, at FROM idempotency WHERE tenant = $1 AND key = $2")
            .Bind(1, connection.Name(request.Tenant)).Bind(2, request.Key);
        if (!find.Step())
        {
            return null;
        }

        var found = request with { Fingerprint = find.Text(0), Result = find.Id(1), At = HashChain.FromMicroseconds(find.Long(2)) };
        find.Reset();
        return found;
    }

    public static void Insert(SqliteWriteConnection connection, IdempotencyEntry request) =>
        connection.Statement("INSERT INTO idempotency (tenant, key, fingerprint, result, at) VALUES ($1, $2, $3, $4, $5)")
            .Bind(1, connection.Name(request.Tenant)).Bind(2, request.Key).Bind(3, request.Fingerprint).Bind(4, request.Result)
            .Bind(5, HashChain.ToMicroseconds(request.At))
            .Run();
}
