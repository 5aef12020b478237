using System.Data.Common;

namespace Holdfast.Storage;

/// <summary>A transaction of shared statements, for what is written seldom. It ends with the work that it was made for.</summary>
internal sealed class DatabaseWrite(Database database, DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
{
    public async Task<List<T>> QueryAsync<T>(string sql, IReadOnlyList<object?> arguments, Func<DbDataReader, Dialect, T> read)
    {
        await using var command = Command(sql, arguments);
        return await database.ReadAsync(command, read, cancellationToken);
    }

    /// <summary>Has what is freed from here on overwritten, where the engine can be asked for it.</summary>
    public Task OverwriteWhatIsFreedAsync() => database.Dialect.EraseWordsAsync(this, 0, []);

    /// <summary>Runs a statement and returns how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql, IReadOnlyList<object?> arguments)
    {
        await using var command = Command(sql, arguments);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(string sql, IReadOnlyList<object?> arguments)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        database.Fill(command, sql, arguments);
        return command;
    }
}
