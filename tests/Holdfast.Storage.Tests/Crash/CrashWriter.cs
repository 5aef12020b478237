using System.Runtime.CompilerServices;
using Holdfast.Journal;
using Holdfast.Storage.Sqlite;

namespace Holdfast.Storage.Tests.Crash;

/// <summary>This test program as a child process: writes commits for ever and prints the head of each that was acknowledged.</summary>
internal static class CrashWriter
{
    public const string Variable = "HOLDFAST_CRASH_WRITER";

    // A module initialiser, because the test framework owns Main.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Initialize()
#pragma warning restore CA2255
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            RunAsync(path).GetAwaiter().GetResult();
        }
    }

    private static async Task RunAsync(string path)
    {
        await using var store = new SqliteStore($"Data Source={path}");
        await store.InitializeAsync();
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
                lock (store)
                {
                    Console.Out.WriteLine($"{row.Id:N} {sequence} {commit.Outcome}");
                    Console.Out.Flush();
                }
            }
        });
        await Task.WhenAll(writers);
    }
}
