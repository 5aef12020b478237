using Holdfast.Tests.Shared;
using Npgsql;

namespace Holdfast.Bench;

/// <summary>A database in a private PostgreSQL cluster with the settings of production: every commit is on disk before it is acknowledged.</summary>
internal sealed class PostgresDatabase(string admin, string name, string connectionString) : Database(connectionString)
{
    private static Task<string>? cluster;

    public static bool IsInstalled => PostgresCluster.FindBinaries() is not null;

    public static async Task<PostgresDatabase> CreateAsync()
    {
        var admin = await (cluster ??= PostgresCluster.StartAsync(durable: true));
        var name = $"bench_{Guid.NewGuid():N}";
        await QueryAsync(admin, $"CREATE DATABASE {name} TEMPLATE template0");
        return new PostgresDatabase(admin, name, new NpgsqlConnectionStringBuilder(admin) { Database = name }.ConnectionString);
    }

    public override async Task<long> StoredBytesAsync() => (long)(await QueryAsync(admin, $"SELECT pg_database_size('{name}')"))!;

    public override async ValueTask DisposeAsync() => await QueryAsync(admin, $"DROP DATABASE {name} WITH (FORCE)");

    private static async Task<object?> QueryAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
