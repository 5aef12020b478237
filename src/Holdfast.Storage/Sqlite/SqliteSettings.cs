using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Holdfast.Storage.Sqlite;

/// <summary>A SQLite connection string, taken apart and checked.</summary>
internal sealed class SqliteSettings
{
    private static readonly string[] Levels = ["OFF", "NORMAL", "FULL", "EXTRA"];

    private SqliteSettings(SqliteConnectionStringBuilder connection, int synchronous)
    {
        Path = connection.DataSource;
        Synchronous = synchronous;
        BusyMilliseconds = Math.Max(1, connection.DefaultTimeout) * 1000;
        connection.ForeignKeys = null;
        ConnectionString = connection.ToString();
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>For Microsoft.Data.Sqlite.</summary>
    public string ConnectionString { get; }

    /// <summary>SQLite's level: 0 off, 1 normal, 2 full, 3 extra.</summary>
    public int Synchronous { get; }

    /// <summary>How long a connection waits for another process's lock.</summary>
    public int BusyMilliseconds { get; }

    /// <summary>What every connection sets when it is opened.</summary>
    public string Pragmas => $"PRAGMA busy_timeout={BusyMilliseconds};PRAGMA journal_mode=WAL;PRAGMA synchronous={Levels[Synchronous]};PRAGMA foreign_keys=ON;";

    /// <summary>Reads a connection string; beside what Microsoft.Data.Sqlite knows there may be <c>Synchronous=OFF|NORMAL|FULL|EXTRA</c>.</summary>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>, <c>store-not-durable</c>.</exception>
    public static SqliteSettings Parse(string connection)
    {
        try
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            var level = parts.TryGetValue("Synchronous", out var text) ? Array.IndexOf(Levels, $"{text}".ToUpperInvariant()) : 2;
            parts.Remove("Synchronous");
            var builder = new SqliteConnectionStringBuilder(parts.ConnectionString);
            if (level < 0 || builder.DataSource.Length == 0)
            {
                throw HoldfastStorage.Invalid(null);
            }

            return builder.Mode == SqliteOpenMode.Memory || builder.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase)
                ? throw new HoldfastException(
                    "store-not-durable", "A SQLite database in memory keeps nothing. Name a file, as in 'Data Source=holdfast.db'.")
                : new SqliteSettings(builder, level);
        }
        catch (ArgumentException e)
        {
            throw HoldfastStorage.Invalid(e);
        }
    }
}
