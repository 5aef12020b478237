using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;

namespace Holdfast.Tests.Shared;

/// <summary>Starts a private PostgreSQL cluster in a temporary folder, as an unprivileged user when the tests run as root.</summary>
internal static class PostgresCluster
{
    private const string User = "holdfast";

    // Tests need no survival of a power cut; benchmarks do.
    private const string Fast = "-c fsync=off -c full_page_writes=off";

    // The shell outlives a killed test process: its standard input then ends, and it stops the server and removes the folder.
    private const string Script = """
        trap '' INT HUP TERM
        read -r password || exit 1
        folder=$(mktemp -d /tmp/holdfast-postgres-XXXXXX) || exit 1
        trap '"$1/pg_ctl" stop -D "$folder/data" -m immediate >/dev/null 2>&1; rm -rf "$folder"' EXIT
        cd "$folder" || exit 1
        printf '%s\n' "$password" > password
        "$1/initdb" -D data -U "$3" --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 --no-sync >log 2>&1 \
            && "$1/pg_ctl" start -D data -w -t 60 -l log -o "-p $2 -k $folder -c listen_addresses=127.0.0.1 -c max_connections=800 \
               -c shared_buffers=128MB -c timezone=UTC $4" >/dev/null 2>&1 \
            || { tail -n 20 log >&2; exit 1; }
        echo ready
        cat >/dev/null
        """;

    // Held for the life of the test process: when it goes, the pipe to the shell closes.
    private static Process? shell;

    /// <summary>Returns the folder with initdb and pg_ctl, the newest version first, or null when PostgreSQL is not installed.</summary>
    public static string? FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    /// <summary>Starts the cluster and returns the connection string of its superuser.</summary>
    /// <param name="durable">Whether a commit survives a power cut, as in production; slower.</param>
    public static async Task<string> StartAsync(bool durable = false)
    {
        var password = RandomNumberGenerator.GetHexString(32);
        for (var attempt = 1; ; attempt++)
        {
            var port = FindFreePort();
            var error = await TryStartAsync(port, password, durable);
            if (error is null)
            {
                var builder = new NpgsqlConnectionStringBuilder
                {
                    Host = "127.0.0.1",
                    Port = port,
                    Database = "postgres",
                    Username = User,
                    Password = password,
                };
                return builder.ConnectionString;
            }

            // Another process may have taken the port between the look and the start.
            if (attempt == 3)
            {
                throw new InvalidOperationException($"No PostgreSQL cluster could be started for the tests:\n{error}");
            }
        }
    }

    private static async Task<string?> TryStartAsync(int port, string password, bool durable)
    {
        var binaries = FindBinaries() ?? throw new InvalidOperationException("PostgreSQL is not installed (Debian: apt-get install postgresql).");
        List<string> command = ["setsid", "sh", "-c", Script, "postgres-for-tests", binaries, $"{port}", User, durable ? "" : Fast];
        if (Environment.UserName == "root")
        {
            command.InsertRange(0, ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"]);
        }

        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        await process.StandardInput.WriteLineAsync(password);
        await process.StandardInput.FlushAsync();
        if (await process.StandardOutput.ReadLineAsync() == "ready")
        {
            shell = process;
            return null;
        }

        var error = await process.StandardError.ReadToEndAsync();
        process.Dispose();
        return error;
    }

    private static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
