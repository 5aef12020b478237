using Holdfast.Storage.Sqlite;
using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Sqlite;

public sealed class SqliteIdentityTests : IdentityContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new SqliteDatabase());

    protected override async Task TamperAsync(string sql)
    {
        await using var command = ((SqliteStore)Journal).AgentData.CreateCommand($"DROP TRIGGER audit_keeps_words; {sql}");
        await command.ExecuteNonQueryAsync();
    }
}
