using System.Data.Common;
using Holdfast.Journal;
using Holdfast.Storage.Migrations;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Brings a database up to date and looks at how the server is really configured.</summary>
internal static class PostgreSqlSchema
{
    /// <summary>Any number, the same in every version: processes that start at once upgrade one after the other.</summary>
    private const long LockKey = 0x486F6C6466617374;

    public static async Task UpgradeAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellationToken);
        await ExecuteAsync(connection, MigrationList.CreateVersionTable, cancellationToken);
        await using var read = new NpgsqlCommand(MigrationList.ReadVersion, connection);
        var version = Convert.ToInt64(await read.ExecuteScalarAsync(cancellationToken));
        foreach (var migration in MigrationList.After(version))
        {
            foreach (var sql in migration.For(PostgreSqlDialect.Instance))
            {
                await ExecuteAsync(connection, sql, cancellationToken);
            }

            await ExecuteAsync(connection, $"INSERT INTO schema_version (version) VALUES ({migration.Number})", cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What a commit really survives.</summary>
    /// <exception cref="HoldfastException"><c>store-not-durable</c>.</exception>
    public static async Task<Durability> VerifyAsync(NpgsqlDataSource source, StorageOptions options, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            SELECT current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (fsync, synchronous, pages) = (reader.GetString(0), reader.GetString(1), reader.GetString(2));
        if (fsync == "on" && pages == "on" && (synchronous is "on" or "remote_apply"))
        {
            return Durability.Power;
        }

        return options.AllowLessDurable
            ? Durability.Process
            : throw new HoldfastException(
                "store-not-durable",
                $"PostgreSQL runs with fsync={fsync}, synchronous_commit={synchronous} and full_page_writes={pages}, which can lose commits. "
                + "Set fsync=on, synchronous_commit=on and full_page_writes=on for this server, role and database.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using DbCommand command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
