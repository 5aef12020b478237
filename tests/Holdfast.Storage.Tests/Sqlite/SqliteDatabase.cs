using Holdfast.Storage.Sqlite;
using Holdfast.Storage.Tests.Contracts;

namespace Holdfast.Storage.Tests.Sqlite;

/// <summary>A file in a folder of its own, deleted afterwards.</summary>
internal sealed class SqliteDatabase : ITestDatabase
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("holdfast-");
    private readonly List<SqliteStore> stores = [];

    public string Path => System.IO.Path.Combine(folder.FullName, "holdfast.db");

    public string ConnectionString => $"Data Source={Path}";

    public async Task<TestStore?> OpenAsync() => TestStore.Of(await OpenStoreAsync());

    public async Task<SqliteStore> OpenStoreAsync(string suffix = "", StorageOptions? options = null)
    {
        var store = new SqliteStore(ConnectionString + suffix, options);
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

        folder.Delete(recursive: true);
    }
}
