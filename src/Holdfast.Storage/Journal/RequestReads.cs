using Holdfast.Journal;

namespace Holdfast.Storage.Journal;

/// <summary>Reads what became of requests, the same on both engines.</summary>
internal sealed class RequestReads(Database database)
{
    private const string ByKey = """
        SELECT i.fingerprint, i.result, i.at FROM idempotency i WHERE i.tenant = (SELECT id FROM names WHERE name = $1) AND i.key = $2
        """;

    public async Task<IdempotencyEntry?> FindAsync(string tenant, string key, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            ByKey,
            [tenant, key],
            (reader, dialect) => new IdempotencyEntry(tenant, key, reader.GetString(0), dialect.ReadGuid(reader, 1), HashChain.FromMicroseconds(reader.GetInt64(2))),
            cancellationToken)).SingleOrDefault();
}
