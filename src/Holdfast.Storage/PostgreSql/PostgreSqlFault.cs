using System.Data.Common;
using Npgsql;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Turns PostgreSQL's errors into exceptions of ours.</summary>
internal static class PostgreSqlFault
{
    /// <summary>Whether a transaction lost against another one and may succeed when it is done again.</summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
    };

    public static HoldfastException Create(DbException exception) => exception switch
    {
        PostgresException { SqlState: "53100" } => new HoldfastException(
            "store-full", "The disk of the PostgreSQL server is full. Free some space.", exception),
        PostgresException { SqlState: "25006" or "42501" } => new HoldfastException(
            "store-read-only", $"PostgreSQL does not let this role write ({exception.Message}). Grant the rights or name the primary server.", exception),
        PostgresException { SqlState: "28P01" or "28000" or "3D000" } => new HoldfastException(
            "store-refused", $"PostgreSQL refused the connection ({exception.Message}). Check user, password and database of the connection string.", exception),
        PostgresException { SqlState: "XX001" or "XX002" } => new HoldfastException(
            "store-corrupt", $"PostgreSQL found damaged data ({exception.Message}). Restore a backup.", exception),
        PostgresException { IsTransient: false, SqlState: not ("57P01" or "57P02" or "57P03" or "57014" or "40001" or "40P01") } => new HoldfastException(
            "store-failed", $"PostgreSQL refused a statement ({exception.Message}). This is a bug; please report it.", exception),
        _ => new HoldfastException(
            "store-unavailable", $"PostgreSQL could not be reached ({exception.Message}). The operation may be tried again.", exception),
    };
}
