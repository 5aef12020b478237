using Holdfast.Storage.PostgreSql;
using Holdfast.Storage.Tests.Contracts;
using Holdfast.Tests.Shared;

namespace Holdfast.Storage.Tests.PostgreSql;

/// <summary>A database of its own on the tests' server, dropped afterwards.</summary>
internal sealed class PostgreSqlDatabase(PostgresDatabase database) : ITestDatabase
{
    // The tests' server does not wait for the disk.
    private static readonly StorageOptions Options = new() { AllowLessDurable = true };
    private readonly List<PostgreSqlStore> stores = [];

    public string ConnectionString => database.ConnectionString;

    public static async Task<ITestDatabase> CreateAsync() => new PostgreSqlDatabase(await PostgresServer.CreateDatabaseAsync());

    public async Task<TestStore?> OpenAsync() => TestStore.Of(await OpenStoreAsync());

    public async Task<PostgreSqlStore> OpenStoreAsync()
    {
        var store = new PostgreSqlStore(database.ConnectionString, Options);
        stores.Add(store);
        await store.InitializeAsync();
        return store;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        await database.DisposeAsync();
    }
}
