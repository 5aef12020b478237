using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.PostgreSql;

public sealed class PostgreSqlTicketTests : TicketContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => PostgreSqlDatabase.CreateAsync();
}
