using System.Data.Common;

namespace Holdfast.Storage;

/// <summary>Runs the shared statements. Safe for concurrent use.</summary>
internal sealed class Database(DbDataSource source, Dialect dialect)
{
    private const int WriteAttempts = 20;

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
            return await ReadAsync(command, read, cancellationToken);
        }
        catch (DbException e)
        {
            throw dialect.Translate(e);
        }
    }

    /// <summary>Writes in a transaction of its own; it is done again when it lost against another process.</summary>
    public async Task<T> WriteAsync<T>(Func<DatabaseWrite, Task<T>> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(cancellationToken);
                await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
                var result = await work(new DatabaseWrite(this, connection, transaction, cancellationToken));
                await transaction.CommitAsync(cancellationToken);
                return result;
            }
            catch (DbException e) when (attempt < WriteAttempts && dialect.IsConflict(e))
            {
                // Two processes wrote at once: the second one sees now what the first one wrote.
            }
            catch (DbException e)
            {
                throw dialect.Translate(e);
            }
        }
    }

    /// <summary>Reads the rows of a command.</summary>
    public async Task<List<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, Dialect, T> read, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader, dialect));
        }

        return rows;
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
