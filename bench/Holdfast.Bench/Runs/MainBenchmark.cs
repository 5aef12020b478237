using System.Runtime;
using Holdfast.Bench.Mock;

namespace Holdfast.Bench.Runs;

/// <summary>Whole agent runs with four tool calls and five model calls, against floors that do the same without a framework.</summary>
internal static class MainBenchmark
{
    private const string Bare = "floor: bare loop";
    private const string BareSqlite = "floor: + rows in sqlite";
    private const string BarePostgres = "floor: + rows in postgresql";

    private static readonly (string Name, string Floor, double? Goal)[] Contestants =
    [
        (Bare, Bare, null),
        ("memory read", Bare, 0.5),
        ("memory write", Bare, 0.5),
        (BareSqlite, BareSqlite, null),
        ("sqlite read", BareSqlite, null),
        ("sqlite write", BareSqlite, 0.6),
        (BarePostgres, BarePostgres, null),
        ("postgresql read", BarePostgres, null),
        ("postgresql write", BarePostgres, 0.6),
    ];

    public static async Task<object> RunAsync(BenchOptions options)
    {
        using var mock = await MockModelProcess.StartAsync();
        var bodies = await RecordedExchanges.OfOneRunAsync(mock.BaseUrl);
        Console.WriteLine($"Requests of a run: {string.Join(", ", bodies.Select(b => b.Length))} bytes; answers: {string.Join(", ", MockAnswers.Responses.Select(r => r.Length))} bytes.");
        var results = new List<object>();
        foreach (var concurrency in options.Concurrency ?? (options.Quick ? [1, 64] : [1, 16, 64, 256]))
        {
            results.AddRange(await MeasureAsync(options, mock.BaseUrl, bodies, concurrency));
        }

        return results;
    }

    private static async Task<List<object>> MeasureAsync(BenchOptions options, Uri model, byte[][] bodies, int concurrency)
    {
        var wanted = Contestants.Where(c => (PostgresDatabase.IsInstalled || !c.Name.Contains("postgresql")) && options.Wants(c.Name)).ToList();
        var contestants = new List<Contestant>();
        var bases = new List<long>();
        foreach (var (name, _, _) in wanted)
        {
            var contestant = await StartAsync(name, model, bodies);
            contestants.Add(contestant);
            bases.Add(await contestant.StoredBytesAsync());
        }

        var length = TimeSpan.FromSeconds(options.Seconds ?? (options.Quick ? 1 : 1.5));
        var rounds = contestants.ConvertAll(_ => new List<Measurement>());
        var warmUpRuns = new long[contestants.Count];
        for (var i = 0; i < contestants.Count; i++)
        {
            warmUpRuns[i] = await WarmUpAsync(contestants[i], concurrency);
        }

        for (var round = 0; round < (options.Rounds ?? (options.Quick ? 3 : 7)); round++)
        {
            for (var i = 0; i < contestants.Count; i++)
            {
                GC.Collect();
                rounds[i].Add(await Measurement.TakeAsync(contestants[i], concurrency, length));
            }
        }

        var rows = new List<object?[]>();
        var results = new List<object>();
        for (var i = 0; i < contestants.Count; i++)
        {
            var stored = await contestants[i].StoredBytesAsync() - bases[i];
            var median = Measurement.MedianOf(rounds[i]);
            var bytes = stored <= 0 ? double.NaN : stored / (double)(median.Runs + warmUpRuns[i]);
            var floor = wanted.FindIndex(c => c.Name == wanted[i].Floor);
            var ratio = floor < 0 || floor == i ? double.NaN : Measurement.Median(rounds[i].Zip(rounds[floor], (mine, its) => mine.RunsPerSecond / its.RunsPerSecond));
            var best = rounds[i].Max(r => r.RunsPerSecond);
            var bestRatio = floor < 0 || floor == i ? double.NaN : best / rounds[floor].Max(r => r.RunsPerSecond);
            rows.Add([wanted[i].Name, median.RunsPerSecond, best, median.P50, median.P95, median.P99, median.CpuMilliseconds, median.AllocatedBytes / 1024, median.GcPause * 100, bytes, ratio, bestRatio, concurrency == 64 ? wanted[i].Goal : null]);
            results.Add(new
            {
                contestant = wanted[i].Name,
                concurrency,
                median.RunsPerSecond,
                bestRunsPerSecond = best,
                p50Milliseconds = median.P50,
                p95Milliseconds = median.P95,
                p99Milliseconds = median.P99,
                cpuMillisecondsPerRun = median.CpuMilliseconds,
                allocatedBytesPerRun = median.AllocatedBytes,
                gcPauseShare = median.GcPause,
                bytesOnDiskPerRun = Known(bytes),
                ofFloor = Known(ratio),
                bestOfBestFloor = Known(bestRatio),
                goal = concurrency == 64 ? wanted[i].Goal : null,
            });
            await contestants[i].DisposeAsync();
        }

        Console.WriteLine($"\nConcurrency {concurrency}");
        Report.Table(["contestant", "runs/s", "best", "p50 ms", "p95 ms", "p99 ms", "CPU ms", "alloc KB", "GC %", "disk B", "of floor", "best/best", "goal"], rows);
        return results;
    }

    /// <summary>Runs until the just-in-time compiler has come to rest, which on busy cores takes seconds.</summary>
    private static async Task<long> WarmUpAsync(Contestant contestant, int concurrency)
    {
        var runs = 0L;
        for (var attempt = 0; attempt < 10; attempt++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            runs += (await Measurement.TakeAsync(contestant, Math.Max(concurrency, 16), TimeSpan.FromSeconds(0.5))).Runs;
            if (attempt > 1 && JitInfo.GetCompiledMethodCount() - compiled < 10)
            {
                break;
            }
        }

        return runs;
    }

    private static async Task<Contestant> StartAsync(string name, Uri model, byte[][] bodies) => name switch
    {
        Bare => new BareLoop(name, model, bodies),
        BareSqlite => new BareLoop(name, model, bodies, new SqliteRows(await SqliteFile.CreateAsync())),
        BarePostgres => new BareLoop(name, model, bodies, await PostgresRows.CreateAsync(await PostgresDatabase.CreateAsync())),
        _ => await HoldfastRuns.StartAsync(name, model, name.EndsWith("write", StringComparison.Ordinal), name.Split(' ')[0] switch
        {
            "sqlite" => await SqliteFile.CreateAsync(),
            "postgresql" => await PostgresDatabase.CreateAsync(),
            _ => null,
        }),
    };

    private static double? Known(double value) => double.IsNaN(value) ? null : value;
}
