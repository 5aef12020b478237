using Holdfast.Storage.PostgreSql;
using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlIdentityTests : IdentityContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();

    protected override async Task TamperAsync(string sql)
    {
        await using var command = ((PostgreSqlStore)Journal).AgentData.CreateCommand($"ALTER TABLE audit DISABLE TRIGGER audit_keeps; {sql}");
        await command.ExecuteNonQueryAsync();
    }
}
