using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Holdfast.Agents.Tests;

/// <summary>A SQLite file of its own for a test.</summary>
internal sealed class SqliteDataSource : DbDataSource
{
    private readonly string path = Path.Combine(Path.GetTempPath(), $"holdfast-agents-{Guid.NewGuid():N}.db");

    public override string ConnectionString => $"Data Source={path}";

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override void Dispose(bool disposing)
    {
        using (var connection = new SqliteConnection(ConnectionString))
        {
            SqliteConnection.ClearPool(connection);
        }

        foreach (var file in Directory.GetFiles(Path.GetTempPath(), Path.GetFileName(path) + "*"))
        {
            File.Delete(file);
        }

        base.Dispose(disposing);
    }
}
