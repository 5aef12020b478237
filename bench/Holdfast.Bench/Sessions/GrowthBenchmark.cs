using System.Diagnostics;
using Holdfast.Bench.Runs;
using Holdfast.Runs;
using Holdfast.Storage;

namespace Holdfast.Bench.Sessions;

/// <summary>What a step costs early and late in a session: in one long run, and over many runs. The floor is step 10 itself.</summary>
internal static class GrowthBenchmark
{
    private static readonly (int At, int From, int To)[] Places = [(10, 5, 15), (100, 80, 120), (1_000, 900, 1_000)];

    public static async Task<object> RunAsync(BenchOptions options)
    {
        var rows = new List<object?[]>();
        var results = new List<object>();
        foreach (var (what, measure) in new (string, Func<Task<Session>>)[] { ("one long run (model and tool)", LongRunAsync), ("many runs (three steps each)", ManyRunsAsync) })
        {
            var rounds = new List<Session>();
            for (var round = 0; round < (options.Rounds ?? (options.Quick ? 4 : 8)); round++)
            {
                rounds.Add(await measure());
            }

            Add(what, rounds, rows, results);
        }

        Report.Table(["sqlite", "at", "ms per step", "journal bytes per step", "time vs 10", "bytes vs 10", "goal"], rows);
        return results;
    }

    private static async Task<Session> LongRunAsync()
    {
        await using var file = await SqliteFile.CreateAsync();
        await using var store = HoldfastStorage.Open(file.ConnectionString);
        var times = new List<long> { Stopwatch.GetTimestamp() };
        using var model = new LocalModel(calls: 1_000);
        await using var runtime = NotingAgent.RuntimeOn(store, model, _ => times.Add(Stopwatch.GetTimestamp()));
        await runtime.StartAsync();
        var run = await runtime.RunAsync(NotingAgent.Name, "Note it all.");
        var events = (await runtime.ReadRunAsync(run.Run))!;
        var bytes = events.Where(e => e.Kind is "model.replied" or "tool.finished").Chunk(2).Select(pair => (double)pair.Sum(e => e.Payload.Length)).ToList();
        return new Session(Differences(times), bytes);
    }

    private static async Task<Session> ManyRunsAsync()
    {
        await using var file = await SqliteFile.CreateAsync();
        await using var store = HoldfastStorage.Open(file.ConnectionString);
        using var model = new LocalModel(calls: 1);
        await using var runtime = NotingAgent.RuntimeOn(store, model);
        await runtime.StartAsync();
        var session = await runtime.OpenSessionAsync(NotingAgent.Name);
        var times = new List<long> { Stopwatch.GetTimestamp() };
        var runs = new List<RunResult>();
        for (var i = 0; i < 1_000; i++)
        {
            runs.Add(await runtime.WaitAsync((await runtime.SendAsync(session.Id, $"Note number {i:0000}.")).Run));
            times.Add(Stopwatch.GetTimestamp());
        }

        var bytes = new List<double>();
        foreach (var run in runs)
        {
            bytes.Add((await runtime.ReadRunAsync(run.Run))!.Sum(e => e.Payload.Length));
        }

        return new Session(Differences(times), bytes);
    }

    private static List<double> Differences(List<long> times) => [.. times.Skip(1).Select((time, i) => Stopwatch.GetElapsedTime(times[i], time).TotalMilliseconds)];

    /// <summary>The best round of each place counts, for whatever else the machine does only adds; the first round warms up like any other.</summary>
    private static void Add(string what, List<Session> rounds, List<object?[]> rows, List<object> results)
    {
        double firstTime = 0, firstBytes = 0;
        foreach (var (at, from, to) in Places)
        {
            var time = rounds.Min(r => Measurement.Median(r.Milliseconds.Skip(from - 1).Take(to - from + 1)));
            var size = rounds.Min(r => Measurement.Median(r.Bytes.Skip(from - 1).Take(to - from + 1)));
            (firstTime, firstBytes) = at == 10 ? (time, size) : (firstTime, firstBytes);
            double? goal = at == 1_000 ? 1.2 : null;
            rows.Add([what, at, time, size, time / firstTime, size / firstBytes, goal]);
            results.Add(new { what, at, milliseconds = time, journalBytes = size, timeOfStep10 = time / firstTime, bytesOfStep10 = size / firstBytes, goal });
        }
    }

    private sealed record Session(List<double> Milliseconds, List<double> Bytes);
}
