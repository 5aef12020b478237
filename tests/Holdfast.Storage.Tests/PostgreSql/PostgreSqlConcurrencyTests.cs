using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlConcurrencyTests : ConcurrencyContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();
}
