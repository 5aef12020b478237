using System.Data.Common;

namespace Holdfast.Agents.Shared;

/// <summary>An open connection, inside a transaction where the work writes.</summary>
internal sealed class TableConnection(DbConnection connection, DbTransaction? transaction, bool isPostgreSql, string prefix)
{
    /// <summary>Whether writers take turns by row, and not all of them.</summary>
    public bool IsPostgreSql => isPostgreSql;

    /// <summary>What the names of the agent's tables begin with.</summary>
    public string Prefix => prefix;

    /// <summary>Performs a statement and returns the number of rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<DbDataReader, T> read, CancellationToken cancellationToken, params (string Name, object? Value)[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private DbCommand Command(string sql, (string Name, object? Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
