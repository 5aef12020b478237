using System.Diagnostics;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.Bench.Sessions;

/// <summary>A worker process with runs in flight is killed; another one takes them over and finishes them. The lease is the wait that cannot be avoided.</summary>
internal static class ResumeBenchmark
{
    private const int Runs = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private static AgentRuntimeOptions Options => new() { LeaseDuration = Lease, PollInterval = TimeSpan.FromMilliseconds(100) };

    /// <summary>The process that will be killed: starts runs that never get their third answer, and prints their ids when all hang.</summary>
    public static async Task WorkAsync(string connection)
    {
        var store = HoldfastStorage.Open(connection);
        using var model = new LocalModel(calls: 4, hangsAt: 2);
        var runtime = NotingAgent.RuntimeOn(store, model, options: Options);
        await runtime.StartAsync();
        var ids = new Guid[Runs];
        await Parallel.ForAsync(0, Runs, async (i, token) =>
            ids[i] = (await runtime.SendAsync((await runtime.OpenSessionAsync(NotingAgent.Name, cancellationToken: token)).Id, "Note it all.", cancellationToken: token)).Run);
        while (model.Hanging < Runs)
        {
            await Task.Delay(10);
        }

        foreach (var id in ids)
        {
            Console.WriteLine(id);
        }

        await Task.Delay(Timeout.Infinite);
    }

    public static async Task<object> RunAsync(BenchOptions options)
    {
        var rows = new List<object?[]>();
        var results = new List<object>();
        foreach (var engine in new[] { "sqlite", "postgresql" })
        {
            if (options.Wants(engine) && (engine == "sqlite" || PostgresDatabase.IsInstalled))
            {
                await using Database database = engine == "sqlite" ? await SqliteFile.CreateAsync() : await PostgresDatabase.CreateAsync();
                var (first, all) = await MeasureAsync(database);
                var work = all - Lease.TotalMilliseconds;
                rows.Add([engine, Runs, Lease.TotalMilliseconds, first, all, work]);
                results.Add(new { engine, runs = Runs, leaseMilliseconds = Lease.TotalMilliseconds, firstMilliseconds = first, allMilliseconds = all, withoutLeaseMilliseconds = work });
            }
        }

        Report.Table(["engine", "runs", "lease ms", "first finished ms", "all finished ms", "without lease ms"], rows);
        return results;
    }

    private static async Task<(double First, double All)> MeasureAsync(Database database)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["worker", database.ConnectionString]) { UseShellExecute = false, RedirectStandardOutput = true };
        using var worker = Process.Start(start)!;
        await using var store = HoldfastStorage.Open(database.ConnectionString);
        using var model = new LocalModel(calls: 4);
        await using var runtime = NotingAgent.RuntimeOn(store, model, options: Options);
        var ids = new Guid[Runs];
        for (var i = 0; i < Runs; i++)
        {
            ids[i] = Guid.Parse(await worker.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The worker ended too early."));
        }

        await runtime.StartAsync();
        worker.Kill();
        var killed = Stopwatch.GetTimestamp();
        var waits = ids.Select(async id =>
        {
            var run = await runtime.WaitAsync(id);
            return run.Reason == TerminationReason.Completed ? Stopwatch.GetElapsedTime(killed).TotalMilliseconds : throw new InvalidOperationException($"A run ended with {run.Reason}: {run.Error}");
        });
        var times = await Task.WhenAll(waits);
        return (times.Min(), times.Max());
    }
}
