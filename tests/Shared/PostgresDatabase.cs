using Npgsql;

namespace Holdfast.Tests.Shared;

/// <summary>A database of its own for a test or a test class.</summary>
internal sealed class PostgresDatabase(string admin, string name, string connectionString) : IAsyncDisposable
{
    private readonly Lazy<NpgsqlDataSource> dataSource = new(() => NpgsqlDataSource.Create(connectionString));

    public string ConnectionString => connectionString;

    /// <summary>A pooled data source on the database, disposed with it.</summary>
    public NpgsqlDataSource DataSource => dataSource.Value;

    public async ValueTask DisposeAsync()
    {
        if (dataSource.IsValueCreated)
        {
            await dataSource.Value.DisposeAsync();
        }

        await PostgresServer.ExecuteAsync(admin, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", CancellationToken.None);
    }
}
