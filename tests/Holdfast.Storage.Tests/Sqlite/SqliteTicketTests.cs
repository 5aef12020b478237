using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Sqlite;

public sealed class SqliteTicketTests : TicketContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new SqliteDatabase());
}
