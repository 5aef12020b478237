using System.Data.Common;

namespace Holdfast.Server.Hosting;

/// <summary>Creates the folder of a SQLite file, so that the default works in any working folder.</summary>
internal static class StorageFolder
{
    public static void Ensure(string connection)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = connection;
        }
        catch (ArgumentException)
        {
            // The storage itself says what is wrong with the text.
            return;
        }

        foreach (var key in (string[])["Data Source", "DataSource", "Filename"])
        {
            if (parts.TryGetValue(key, out var value) && value is string path && !path.Contains(':', StringComparison.Ordinal) && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }
        }
    }
}
