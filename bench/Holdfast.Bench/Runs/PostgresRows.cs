using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Bench.Runs;

/// <summary>Rows in PostgreSQL: one connection, one prepared statement that takes a whole batch as arrays.</summary>
internal sealed class PostgresRows : RowWriter
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand insert;

    private PostgresRows(PostgresDatabase database, NpgsqlConnection connection)
        : base(database)
    {
        this.connection = connection;
        insert = new NpgsqlCommand("INSERT INTO rows SELECT * FROM unnest($1, $2, $3)", connection)
        {
            Parameters =
            {
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid },
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
            },
        };
    }

    public static async Task<PostgresRows> CreateAsync(PostgresDatabase database)
    {
        var opened = new NpgsqlConnection(database.ConnectionString);
        await opened.OpenAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE rows(run uuid, number int, data bytea, PRIMARY KEY(run, number))", opened))
        {
            await create.ExecuteNonQueryAsync();
        }

        var rows = new PostgresRows(database, opened);
        await rows.insert.PrepareAsync();
        return rows;
    }

    public override async ValueTask DisposeAsync()
    {
        await insert.DisposeAsync();
        await connection.DisposeAsync();
    }

    protected override async ValueTask WriteBatchAsync(List<Entry> batch)
    {
        var count = batch.Count * RowsPerRun;
        var runs = new Guid[count];
        var numbers = new int[count];
        var data = new byte[count][];
        for (var i = 0; i < count; i++)
        {
            runs[i] = batch[i / RowsPerRun].Run;
            numbers[i] = i % RowsPerRun;
            data[i] = Payload;
        }

        insert.Parameters[0].Value = runs;
        insert.Parameters[1].Value = numbers;
        insert.Parameters[2].Value = data;
        await insert.ExecuteNonQueryAsync();
    }
}
