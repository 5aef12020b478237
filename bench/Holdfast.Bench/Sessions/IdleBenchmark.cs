using System.Diagnostics;
using Holdfast.Bench.Runs;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.Bench.Sessions;

/// <summary>Many idle sessions: the memory that each holds, and how long one takes to accept its next message. Floor: the same with nothing kept warm.</summary>
internal static class IdleBenchmark
{
    public static async Task<object> RunAsync(BenchOptions options)
    {
        var sessions = options.Quick ? 2_000 : 10_000;
        var rows = new List<object?[]>();
        var results = new List<object>();
        foreach (var warm in new[] { 0, sessions })
        {
            await using var file = await SqliteFile.CreateAsync();
            await using var store = HoldfastStorage.Open(file.ConnectionString);
            using var model = new LocalModel(calls: 1);
            await using var runtime = NotingAgent.RuntimeOn(store, model, options: new AgentRuntimeOptions { WarmSessions = warm });
            await runtime.StartAsync();
            await runtime.RunAsync(NotingAgent.Name, "Warm up.");
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var ids = new Guid[sessions];
            await Parallel.ForAsync(0, sessions, new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (i, token) =>
                ids[i] = (await runtime.RunAsync(NotingAgent.Name, "Note that I like mornings.", cancellationToken: token)).Session);
            var memory = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)sessions;
            var accepted = new List<double>();
            for (var i = 0; i < 500; i++)
            {
                var started = Stopwatch.GetTimestamp();
                var run = await runtime.SendAsync(ids[i * (sessions / 500)], "And that I dislike Mondays.");
                accepted.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await runtime.WaitAsync(run.Run);
            }

            accepted.Sort();
            var (p50, p95) = (accepted[250], accepted[475]);
            rows.Add([warm == 0 ? "nothing kept warm" : "kept warm", sessions, memory, p50, p95]);
            results.Add(new { sessions, warm, bytesPerSession = memory, acceptP50Milliseconds = p50, acceptP95Milliseconds = p95 });
        }

        Report.Table(["sqlite", "sessions", "bytes per session", "accept p50 ms", "p95 ms"], rows);
        return results;
    }
}
