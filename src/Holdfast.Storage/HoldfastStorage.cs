using Holdfast.Storage.PostgreSql;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage;

/// <summary>Opens the storage that a connection string names.</summary>
public static class HoldfastStorage
{
    /// <summary>Opens a storage. Nothing is connected before <see cref="Holdfast.Journal.IJournalStore.InitializeAsync"/>.</summary>
    /// <param name="connection">
    /// <c>Data Source=holdfast.db</c> for SQLite; <c>postgres://user:password@host:5432/database</c> or <c>Host=...;Database=...</c> for PostgreSQL.
    /// </param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <exception cref="HoldfastException"><c>invalid-storage</c>: the string names neither, or is malformed.</exception>
    public static IHoldfastStorage Open(string connection, StorageOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        options ??= new StorageOptions();
        var text = connection.Trim();
        if (Begins(text, "Data Source=", "DataSource=", "Filename="))
        {
            return new SqliteStore(text, options);
        }

        return Begins(text, "postgres://", "postgresql://", "Host=", "Server=")
            ? new PostgreSqlStore(text, options)
            : throw Invalid(null);
    }

    internal static HoldfastException Invalid(Exception? cause) => new(
        "invalid-storage",
        "The storage's connection string is not understood. Use 'Data Source=holdfast.db' for SQLite, or "
        + "'postgres://user:password@host:5432/database' or 'Host=...;Username=...;Database=...' for PostgreSQL.",
        cause);

    private static bool Begins(string text, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
