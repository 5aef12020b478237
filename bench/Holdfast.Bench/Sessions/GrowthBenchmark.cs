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
        List<object> results = [];
        var rows = new List<object?[]>();
        for (var round = 0; round < 2; round++)
        {
            // The first round only warms up.
            rows.Clear();
            results.Clear();
            await LongRunAsync(rows, results);
            await ManyRunsAsync(rows, results);
        }

        Report.Table(["sqlite", "at", "ms per step", "journal bytes per step", "time vs 10", "bytes vs 10", "goal"], rows);
        return results;
    }

    private static async Task LongRunAsync(List<object?[]> rows, List<object> results)
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
        Add("one long run (model and tool)", Differences(times), bytes, rows, results);
    }

    private static async Task ManyRunsAsync(List<object?[]> rows, List<object> results)
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

        Add("many runs (three steps each)", Differences(times), bytes, rows, results);
    }

    private static List<double> Differences(List<long> times) => [.. times.Skip(1).Select((time, i) => Stopwatch.GetElapsedTime(times[i], time).TotalMilliseconds)];

    private static void Add(string what, List<double> milliseconds, List<double> bytes, List<object?[]> rows, List<object> results)
    {
        double firstTime = 0, firstBytes = 0;
        foreach (var (at, from, to) in Places)
        {
            var time = Measurement.Median(milliseconds.Skip(from - 1).Take(to - from + 1));
            var size = Measurement.Median(bytes.Skip(from - 1).Take(to - from + 1));
            (firstTime, firstBytes) = at == 10 ? (time, size) : (firstTime, firstBytes);
            rows.Add([what, at, time, size, time / firstTime, size / firstBytes, at == 1_000 ? 1.2 : null]);
            results.Add(new { what, at, milliseconds = time, journalBytes = size, timeOfStep10 = time / firstTime, bytesOfStep10 = size / firstBytes, goal = at == 1_000 ? 1.2 : (double?)null });
        }
    }
}
