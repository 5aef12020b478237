using System.Text;
using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>A prepared statement, reused on the hot path without the cost of ADO commands. Not safe for concurrent use.</summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt statement;

    public SqliteStatement(sqlite3 connection, string sql)
    {
        this.connection = connection;
        SqliteFault.Check(raw.sqlite3_prepare_v2(connection, sql, out statement), connection);
    }

    public SqliteStatement Bind(int index, long value)
    {
        SqliteFault.Check(raw.sqlite3_bind_int64(statement, index, value), connection);
        return this;
    }

    public SqliteStatement Bind(int index, long? value) => value is { } number ? Bind(index, number) : BindNull(index);

    public SqliteStatement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        Span<byte> buffer = value.Length <= 256 ? stackalloc byte[value.Length * 3] : new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        var length = Encoding.UTF8.GetBytes(value, buffer);

        // An empty span has no address, which SQLite would take for null.
        SqliteFault.Check(
            length == 0 ? raw.sqlite3_bind_text(statement, index, "") : raw.sqlite3_bind_text(statement, index, buffer[..length]), connection);
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> value)
    {
        SqliteFault.Check(
            value.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, index, 0) : raw.sqlite3_bind_blob(statement, index, value), connection);
        return this;
    }

    public SqliteStatement Bind(int index, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        return Bind(index, bytes);
    }

    public SqliteStatement Bind(int index, Guid? value) => value is { } id ? Bind(index, id) : BindNull(index);

    public SqliteStatement BindNull(int index)
    {
        SqliteFault.Check(raw.sqlite3_bind_null(statement, index), connection);
        return this;
    }

    /// <summary>Moves to the next row; false when there is none, and the statement is ready for its next use.</summary>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        var failure = result == raw.SQLITE_DONE ? null : SqliteFault.Create(result, raw.sqlite3_errmsg(connection).utf8_to_string(), cause: null);
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs a statement that returns nothing.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    /// <summary>Makes the statement ready for its next use before its rows are read to the end.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public Guid Id(int column) => new(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    public void Dispose() => statement.Dispose();
}
