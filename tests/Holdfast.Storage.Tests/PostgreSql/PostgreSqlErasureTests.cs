using Holdfast.Storage.PostgreSql;
using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlErasureTests : ErasureContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();

    protected override async Task<string> DumpAsync()
    {
        var source = ((PostgreSqlStore)Journal).AgentData;
        await using var command = source.CreateCommand("""
            SELECT string_agg(t, ' ') FROM (
                SELECT convert_from(payload, 'UTF8') || coalesce(encode(erased, 'hex'), '') AS t FROM events
                UNION ALL SELECT s::text FROM sessions s UNION ALL SELECT r::text FROM runs r UNION ALL SELECT f::text FROM feedback f
                UNION ALL SELECT convert_from(payload, 'UTF8') FROM inbox UNION ALL SELECT i::text FROM idempotency i UNION ALL SELECT b::text FROM budgets b
                UNION ALL SELECT a::text FROM audit a) x
            """);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
