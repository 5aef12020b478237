using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlWaitingTests : WaitingContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();
}
