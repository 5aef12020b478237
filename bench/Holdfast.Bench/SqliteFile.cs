using Holdfast.Storage;
using Microsoft.Data.Sqlite;

namespace Holdfast.Bench;

/// <summary>A SQLite database in a temporary folder.</summary>
internal sealed class SqliteFile(string folder) : Database($"Data Source={Path.Combine(folder, "bench.db")}")
{
    public static async Task<SqliteFile> CreateAsync()
    {
        var file = new SqliteFile(Directory.CreateTempSubdirectory("holdfast-bench-").FullName);

        // The storage loads the system's SQLite, with which the floor is to be measured as well.
        await using var storage = HoldfastStorage.Open(file.ConnectionString);
        return file;
    }

    public override async Task<long> StoredBytesAsync()
    {
        await using var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return new FileInfo(Path.Combine(folder, "bench.db")).Length;
    }

    public override ValueTask DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
