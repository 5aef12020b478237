using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Holdfast.Storage.Sqlite;

/// <summary>Makes connections that all have the same settings: WAL, busy timeout, foreign keys, synchronous.</summary>
/// <param name="settings">The settings.</param>
internal sealed class SqliteDataSource(SqliteSettings settings) : DbDataSource
{
    public override string ConnectionString => settings.ConnectionString;

    protected override DbConnection CreateDbConnection()
    {
        SqliteLibrary.EnsureLoaded();
        var connection = new SqliteConnection(settings.ConnectionString);
        connection.StateChange += Prepare;
        return connection;
    }

    private void Prepare(object sender, StateChangeEventArgs change)
    {
        if (change.CurrentState == ConnectionState.Open)
        {
            using var command = ((SqliteConnection)sender).CreateCommand();
            command.CommandText = settings.Pragmas;
            command.ExecuteNonQuery();
        }
    }
}
