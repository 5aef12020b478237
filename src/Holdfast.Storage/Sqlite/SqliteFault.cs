using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>Turns SQLite's result codes into exceptions.</summary>
internal static class SqliteFault
{
    /// <summary>Throws unless the call succeeded.</summary>
    public static void Check(int result, sqlite3 connection)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Create(result, raw.sqlite3_errmsg(connection).utf8_to_string(), cause: null);
        }
    }

    public static HoldfastException Create(int result, string message, Exception? cause) => (result & 0xFF) switch
    {
        raw.SQLITE_FULL => new HoldfastException("store-full", $"The disk that holds the SQLite file is full ({message}). Free some space.", cause),
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new HoldfastException(
            "store-corrupt", $"The SQLite file is damaged or is none ({message}). Restore a backup.", cause),
        raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_AUTH => new HoldfastException(
            "store-read-only", $"The SQLite file cannot be written ({message}). Check the rights on the file and its folder.", cause),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN or raw.SQLITE_NOMEM or raw.SQLITE_INTERRUPT =>
            new HoldfastException("store-unavailable", $"SQLite could not be reached ({message}, code {result}). The operation may be tried again.", cause),
        _ => new HoldfastException("store-failed", $"SQLite refused a statement ({message}, code {result}). This is a bug; please report it.", cause),
    };
}
