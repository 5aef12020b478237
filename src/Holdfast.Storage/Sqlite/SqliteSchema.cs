using Holdfast.Journal;
using Holdfast.Storage.Migrations;

namespace Holdfast.Storage.Sqlite;

/// <summary>Brings a file up to date and looks at how it is really configured.</summary>
internal static class SqliteSchema
{
    public static void Upgrade(SqliteWriteConnection connection)
    {
        connection.Begin();
        try
        {
            connection.Execute(MigrationList.CreateVersionTable);
            foreach (var migration in MigrationList.After(connection.Scalar(MigrationList.ReadVersion)))
            {
                foreach (var sql in migration.For(SqliteDialect.Instance))
                {
                    connection.Execute(sql);
                }

                connection.Execute($"INSERT INTO schema_version (version) VALUES ({migration.Number})");
            }

            connection.Commit();
        }
        catch
        {
            connection.Rollback();
            throw;
        }
    }

    /// <summary>What a commit really survives.</summary>
    /// <exception cref="HoldfastException"><c>store-not-durable</c>.</exception>
    public static Durability Verify(SqliteWriteConnection connection, StorageOptions options)
    {
        var mode = connection.TextScalar("PRAGMA journal_mode");
        var synchronous = connection.Scalar("PRAGMA synchronous");
        if (synchronous >= 2 && (mode is "wal" or "delete" or "truncate" or "persist"))
        {
            return Durability.Power;
        }

        return options.AllowLessDurable
            ? mode is "memory" or "off" ? Durability.None : Durability.Process
            : throw new HoldfastException(
                "store-not-durable",
                $"SQLite runs with synchronous={synchronous} and journal_mode={mode}, which can lose commits. "
                + "Take 'Synchronous' out of the connection string, or set it to FULL.");
    }
}
