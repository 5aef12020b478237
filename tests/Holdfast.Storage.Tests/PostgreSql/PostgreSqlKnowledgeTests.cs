using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlKnowledgeTests : KnowledgeContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();
}
