using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Rows for one statement, column by column, sent as arrays.</summary>
/// <param name="sql">The statement; its parameters are the columns in order.</param>
internal sealed class Rows(string sql)
{
    private readonly List<NpgsqlParameter> columns = [];

    /// <summary>Adds a column.</summary>
    public List<T> Column<T>(NpgsqlDbType type)
    {
        var values = new List<T>();
        columns.Add(new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
        return values;
    }

    /// <summary>Makes the statement. The rows must not change any more.</summary>
    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var column in columns)
        {
            command.Parameters.Add(column);
        }

        return command;
    }
}
