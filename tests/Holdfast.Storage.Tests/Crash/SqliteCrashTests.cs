using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Holdfast.Journal;
using Holdfast.Storage.Tests.Sqlite;

namespace Holdfast.Storage.Tests.Crash;

public sealed class SqliteCrashTests
{
    [Fact]
    public async Task Every_acknowledged_commit_survives_kill_9()
    {
        await using var database = new SqliteDatabase();
        var acknowledged = new Dictionary<Guid, long>();
        for (var round = 0; round < 4; round++)
        {
            await WriteAndKillAsync(database.Path, 60 + (round * 37), acknowledged);
        }

        var store = await database.OpenStoreAsync();
        acknowledged.Count.ShouldBeGreaterThan(8);
        foreach (var (session, head) in acknowledged)
        {
            var events = await store.ReadEventsAsync(session, 1, long.MaxValue);
            events.Count.ShouldBeGreaterThanOrEqualTo((int)head);
            ReadOnlyMemory<byte> hash = default;
            foreach (var one in events)
            {
                HashChain.Verify(hash.Span, session, one).ShouldBeTrue();
                hash = one.Hash;
            }
        }
    }

    private static async Task WriteAndKillAsync(string path, int lines, Dictionary<Guid, long> acknowledged)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, UseShellExecute = false };
        if (System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SqliteCrashTests).Assembly.Location);
        }

        start.ArgumentList.Add("--filter-class");
        start.ArgumentList.Add(typeof(CrashWriter).FullName!);
        start.Environment[CrashWriter.PathVariable] = path;
        start.Environment[CrashWriter.PortVariable] = $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var child = Process.Start(start)!;
        using var connection = await listener.AcceptTcpClientAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
        using var input = new StreamReader(connection.GetStream());
        for (var i = 0; await ReadAsync(input) is { } line; i++)
        {
            // The last line may have been cut off by the kill.
            if (line.Split(' ') is not [var session, var head, nameof(CommitOutcome.Committed)])
            {
                break;
            }

            acknowledged[Guid.ParseExact(session, "N")] = long.Parse(head);
            if (i == lines)
            {
                // SIGKILL: nothing of the child runs any more. What it had printed until then is still read.
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
    }

    private static async Task<string?> ReadAsync(StreamReader input)
    {
        try
        {
            return await input.ReadLineAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
