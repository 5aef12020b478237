using System.Net;
using System.Net.Sockets;
using Holdfast.Journal;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests.Crash;

/// <summary>The child process of <see cref="SqliteCrashTests"/>, a test that only such a child runs: writes for ever and tells what was acknowledged.</summary>
public sealed class CrashWriter
{
    public const string PathVariable = "HOLDFAST_CRASH_PATH";
    public const string PortVariable = "HOLDFAST_CRASH_PORT";

    [Fact]
    public async Task Write_until_killed()
    {
        var path = Environment.GetEnvironmentVariable(PathVariable);
        Assert.SkipWhen(path is null, "Runs as the child of another test only.");
        using var parent = new TcpClient();
        await parent.ConnectAsync(IPAddress.Loopback, int.Parse(Environment.GetEnvironmentVariable(PortVariable)!));
        await using var output = new StreamWriter(parent.GetStream()) { AutoFlush = true };
        await using var store = new SqliteStore($"Data Source={path}");
        await store.InitializeAsync();
        using var turn = new SemaphoreSlim(1);
        var writers = Enumerable.Range(0, 8).Select(async i =>
        {
            var now = DateTimeOffset.UtcNow;
            var row = new SessionRow
            {
                Id = Guid.NewGuid(),
                Tenant = "default",
                User = "ann",
                Agent = "a",
                Version = "1",
                OpenedAt = now,
                ExpiresAt = now,
                Status = SessionStatus.Running,
                Owner = "w1",
                Epoch = 1,
            };
            byte[] hash = [];
            for (var sequence = 1L; ; sequence++)
            {
                byte[] payload = new byte[300];
                hash = HashChain.NextOf(hash, row.Id, sequence, 1, "step", now, payload);
                var commit = new Commit
                {
                    Session = row.Id,
                    Open = sequence == 1 ? row : null,
                    Epoch = 1,
                    Events = [new EventRecord(sequence, 1, "step", HashChain.FromMicroseconds(HashChain.ToMicroseconds(now)), payload, hash)],
                };
                await store.CommitAsync([commit]);
                await turn.WaitAsync();
                try
                {
                    await output.WriteLineAsync($"{row.Id:N} {sequence} {commit.Outcome}");
                }
                finally
                {
                    turn.Release();
                }
            }
        });
        await Task.WhenAll(writers);
    }
}
