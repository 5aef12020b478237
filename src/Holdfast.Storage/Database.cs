using System.Data.Common;

namespace Holdfast.Storage;

/// <summary>Runs the shared statements. Safe for concurrent use.</summary>
internal sealed class Database(DbDataSource source, Dialect dialect)
{
    public Dialect Dialect => dialect;

    /// <summary>Reads rows.</summary>
    public async Task<List<T>> QueryAsync<T>(
        string sql, IReadOnlyList<object?> arguments, Func<DbDataReader, Dialect, T> read, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            Fill(command, sql, arguments);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader, dialect));
            }

            return rows;
        }
        catch (DbException e)
        {
            throw dialect.Translate(e);
        }
    }

    /// <summary>Prepares a command.</summary>
    public void Fill(DbCommand command, string sql, IReadOnlyList<object?> arguments)
    {
        command.CommandText = sql;
        foreach (var argument in arguments)
        {
            dialect.Add(command, argument);
        }
    }
}
