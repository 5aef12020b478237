using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Sqlite;

public sealed class SqliteConcurrencyTests : ConcurrencyContract
{
    protected override Task<ITestDatabase> CreateDatabaseAsync() => Task.FromResult<ITestDatabase>(new SqliteDatabase());
}
