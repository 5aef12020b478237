using Holdfast.Journal;
using Holdfast.Storage;
using Holdfast.Testing;
using Holdfast.Tests.Shared;

namespace Holdfast.Simulation.World;

/// <summary>What survives the processes: a SQLite file, a PostgreSQL database or, for speed, a store in memory.</summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("holdfast-simulation-").FullName;
    private readonly List<IAsyncDisposable> opened = [];
    private readonly InMemoryStore? memory;
    private readonly PostgresDatabase? postgres;

    private Database(StorageEngine engine, PostgresDatabase? postgres)
    {
        Engine = engine;
        this.postgres = postgres;
        memory = engine == StorageEngine.Memory ? new InMemoryStore() : null;
    }

    public StorageEngine Engine { get; }

    public string ConnectionString => postgres?.ConnectionString ?? $"Data Source={Path.Combine(folder, "holdfast.db")}";

    public static async Task<Database> CreateAsync(StorageEngine engine) =>
        new(engine, engine == StorageEngine.PostgreSql ? await PostgresServer.CreateDatabaseAsync() : null);

    /// <summary>Opens the database as a process of its own does.</summary>
    public async Task<IJournalStore> OpenAsync()
    {
        if (memory is not null)
        {
            return memory;
        }

        // The tests' PostgreSQL does not wait for the disk.
        var storage = HoldfastStorage.Open(ConnectionString, new StorageOptions { AllowLessDurable = true });
        lock (opened)
        {
            opened.Add(storage);
        }

        await storage.InitializeAsync();
        return storage;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var storage in opened)
        {
            await storage.DisposeAsync();
        }

        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }
}
