using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlModelTests : ModelContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();

    protected override int Tests => 30;
}
