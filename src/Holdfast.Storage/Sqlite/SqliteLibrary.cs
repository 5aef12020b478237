using System.Runtime.InteropServices;
using SQLitePCL;

namespace Holdfast.Storage.Sqlite;

/// <summary>Loads the system's SQLite, so that its security updates are the operating system's.</summary>
internal static class SqliteLibrary
{
    private static readonly Lazy<string> Version = new(Load);

    /// <summary>Loads the library once, before the first connection.</summary>
    /// <exception cref="HoldfastException">No usable SQLite is installed.</exception>
    public static string EnsureLoaded() => Version.Value;

    private static string Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, static (name, assembly, path) =>
        {
            if (name != "e_sqlite3")
            {
                return 0;
            }

            string[] names = OperatingSystem.IsWindows() ? ["winsqlite3"]
                : OperatingSystem.IsMacOS() ? ["/usr/lib/libsqlite3.dylib"] : ["libsqlite3.so.0", "libsqlite3.so"];
            foreach (var candidate in names)
            {
                if (NativeLibrary.TryLoad(candidate, assembly, path, out var handle))
                {
                    return handle;
                }
            }

            return 0;
        });
        string version;
        try
        {
            raw.SetProvider(new SQLite3Provider_e_sqlite3());
            raw.FreezeProvider();
            version = raw.sqlite3_libversion().utf8_to_string();
        }
        catch (DllNotFoundException e)
        {
            throw new HoldfastException("sqlite-missing", "No SQLite library was found. Install it (Debian: apt-get install libsqlite3-0).", e);
        }

        if (System.Version.Parse(version) < new Version(3, 37))
        {
            throw new HoldfastException("sqlite-too-old", $"SQLite {version} is too old: 3.37 or newer is needed for STRICT tables.");
        }

        if (raw.sqlite3_compileoption_used("ENABLE_FTS5") == 0)
        {
            throw new HoldfastException("sqlite-without-fts5", $"SQLite {version} was built without FTS5, which the search over traces needs.");
        }

        return version;
    }
}
