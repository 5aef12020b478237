using System.Diagnostics;

namespace Holdfast.Bench.Runs;

/// <summary>What one contestant did in one round.</summary>
internal sealed record Measurement(double RunsPerSecond, double P50, double P95, double P99, double CpuMilliseconds, double AllocatedBytes, double GcPause, long Runs)
{
    /// <summary>Keeps so many runs under way for so long.</summary>
    public static async Task<Measurement> TakeAsync(Contestant contestant, int concurrency, TimeSpan length)
    {
        using var self = Process.GetCurrentProcess();
        var latencies = new List<double>[concurrency];
        var cpu = self.TotalProcessorTime;
        var allocated = GC.GetTotalAllocatedBytes();
        var paused = GC.GetTotalPauseDuration();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(i => Task.Run(async () =>
        {
            var mine = latencies[i] = new List<double>(4096);
            for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started, begun) < length;)
            {
                await contestant.RunAsync();
                var ended = Stopwatch.GetTimestamp();
                mine.Add(Stopwatch.GetElapsedTime(begun, ended).TotalMilliseconds);
                begun = ended;
            }
        })));
        var elapsed = Stopwatch.GetElapsedTime(started);
        self.Refresh();
        var all = latencies.SelectMany(mine => mine).Order().ToArray();
        return new Measurement(
            all.Length / elapsed.TotalSeconds,
            Quantile(all, 0.50),
            Quantile(all, 0.95),
            Quantile(all, 0.99),
            (self.TotalProcessorTime - cpu).TotalMilliseconds / all.Length,
            (GC.GetTotalAllocatedBytes() - allocated) / (double)all.Length,
            (GC.GetTotalPauseDuration() - paused) / elapsed,
            all.Length);
    }

    /// <summary>The median of each figure over the rounds, for other work on the machine disturbs single rounds.</summary>
    public static Measurement MedianOf(IReadOnlyCollection<Measurement> rounds) => new(
        Median(rounds.Select(r => r.RunsPerSecond)),
        Median(rounds.Select(r => r.P50)),
        Median(rounds.Select(r => r.P95)),
        Median(rounds.Select(r => r.P99)),
        Median(rounds.Select(r => r.CpuMilliseconds)),
        Median(rounds.Select(r => r.AllocatedBytes)),
        Median(rounds.Select(r => r.GcPause)),
        rounds.Sum(r => r.Runs));

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? double.NaN : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Quantile(double[] sorted, double share) => sorted.Length == 0 ? double.NaN : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
