using SQLitePCL;

namespace Holdfast.Bench.Runs;

/// <summary>Rows in SQLite: one connection, one prepared statement, one transaction per batch, synced at each commit.</summary>
internal sealed class SqliteRows : RowWriter
{
    private readonly sqlite3 connection;
    private readonly sqlite3_stmt begin;
    private readonly sqlite3_stmt insert;
    private readonly sqlite3_stmt commit;

    public SqliteRows(SqliteFile file)
        : base(file)
    {
        Check(raw.sqlite3_open(file.ConnectionString["Data Source=".Length..], out connection));
        Check(raw.sqlite3_exec(connection, "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;CREATE TABLE rows(run BLOB, number INT, data BLOB, PRIMARY KEY(run, number)) WITHOUT ROWID"));
        begin = Prepare("BEGIN IMMEDIATE");
        insert = Prepare("INSERT INTO rows VALUES (?1, ?2, ?3)");
        commit = Prepare("COMMIT");
    }

    public override ValueTask DisposeAsync()
    {
        begin.Dispose();
        insert.Dispose();
        commit.Dispose();
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override ValueTask WriteBatchAsync(List<Entry> batch)
    {
        Step(begin);
        Span<byte> key = stackalloc byte[16];
        foreach (var entry in batch)
        {
            entry.Run.TryWriteBytes(key);
            for (var number = 0; number < RowsPerRun; number++)
            {
                raw.sqlite3_bind_blob(insert, 1, key);
                raw.sqlite3_bind_int(insert, 2, number);
                raw.sqlite3_bind_blob(insert, 3, Payload);
                Step(insert);
            }
        }

        Step(commit);
        return ValueTask.CompletedTask;
    }

    private sqlite3_stmt Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(connection, sql, out var statement));
        return statement;
    }

    private void Step(sqlite3_stmt statement)
    {
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Check(result == raw.SQLITE_DONE ? raw.SQLITE_OK : result);
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite says {result}: {raw.sqlite3_errmsg(connection).utf8_to_string()}");
        }
    }
}
