using System.Diagnostics;
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
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (System.IO.Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(SqliteCrashTests).Assembly.Location);
        }

        start.Environment[CrashWriter.Variable] = path;
        using var child = Process.Start(start)!;
        for (var i = 0; await child.StandardOutput.ReadLineAsync() is { } line; i++)
        {
            var parts = line.Split(' ');
            parts[2].ShouldBe(nameof(CommitOutcome.Committed));
            acknowledged[Guid.ParseExact(parts[0], "N")] = long.Parse(parts[1]);
            if (i == lines)
            {
                // SIGKILL: nothing of the child runs any more. What it had printed until then is still read.
                child.Kill();
            }
        }

        await child.WaitForExitAsync();
    }
}
