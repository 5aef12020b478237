using System.Diagnostics;
using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>The connection of the writer thread, with its prepared statements. Used by that thread only.</summary>
internal sealed class SqliteWriteConnection : IDisposable
{
    private readonly sqlite3 handle;
    private readonly Dictionary<string, SqliteStatement> statements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> names = new(StringComparer.Ordinal);

    public SqliteWriteConnection(SqliteSettings settings)
    {
        const int Flags = raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE | raw.SQLITE_OPEN_NOMUTEX;
        var result = raw.sqlite3_open_v2(settings.Path, out handle, Flags, vfs: null);
        if (result != raw.SQLITE_OK)
        {
            handle.Dispose();
            throw SqliteFault.Create(result, $"cannot open '{settings.Path}'", cause: null);
        }

        Configure(settings);
        SqliteFault.Check(raw.sqlite3_exec(handle, "PRAGMA cache_size=-65536;PRAGMA wal_autocheckpoint=4000;"), handle);
    }

    /// <summary>The sessions that were written last.</summary>
    public SqliteSessions Sessions { get; } = new();

    /// <summary>Returns the statement of this text, prepared once.</summary>
    public SqliteStatement Statement(string sql)
    {
        if (!statements.TryGetValue(sql, out var statement))
        {
            statements.Add(sql, statement = new SqliteStatement(handle, sql));
        }

        return statement;
    }

    public void Execute(string sql) => SqliteFault.Check(raw.sqlite3_exec(handle, sql), handle);

    public long Scalar(string sql)
    {
        var statement = Statement(sql);
        var value = statement.Step() ? statement.Long(0) : 0;
        statement.Reset();
        return value;
    }

    public string TextScalar(string sql)
    {
        var statement = Statement(sql);
        var value = statement.Step() ? statement.Text(0) : "";
        statement.Reset();
        return value;
    }

    /// <summary>The number that stands for a name, given to it by its first use.</summary>
    public long Name(string name)
    {
        if (!names.TryGetValue(name, out var number))
        {
            Statement("INSERT OR IGNORE INTO names (name) VALUES ($1)").Bind(1, name).Run();
            var find = Statement("SELECT id FROM names WHERE name = $1").Bind(1, name);
            find.Step();
            number = find.Long(0);
            find.Reset();
            names.Add(name, number);
        }

        return number;
    }

    public long LastInsert() => raw.sqlite3_last_insert_rowid(handle);

    public int Changes() => raw.sqlite3_changes(handle);

    public void Begin()
    {
        Statement("BEGIN IMMEDIATE").Run();
        Sessions.Begin(Scalar("PRAGMA data_version"));
    }

    public void Commit() => Statement("COMMIT").Run();

    /// <summary>Undoes the transaction, if there still is one.</summary>
    public void Rollback()
    {
        names.Clear();
        Sessions.Clear();
        if (raw.sqlite3_get_autocommit(handle) == 0)
        {
            Statement("ROLLBACK").Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in statements.Values)
        {
            statement.Dispose();
        }

        handle.Dispose();
    }

    /// <summary>
    /// Sets the pragmas. Where several processes create the file at once, SQLite refuses the change of the journal's mode without waiting for the others, whatever its busy timeout is
    /// (https://sqlite.org/c3ref/busy_handler.html), but for a lock it does wait.
    /// </summary>
    private void Configure(SqliteSettings settings)
    {
        var started = Stopwatch.GetTimestamp();
        int result;
        while ((result = raw.sqlite3_exec(handle, settings.Pragmas)) == raw.SQLITE_BUSY && Stopwatch.GetElapsedTime(started).TotalMilliseconds < settings.BusyMilliseconds)
        {
            _ = raw.sqlite3_exec(handle, "BEGIN EXCLUSIVE;ROLLBACK;");
        }

        SqliteFault.Check(result, handle);
    }
}
