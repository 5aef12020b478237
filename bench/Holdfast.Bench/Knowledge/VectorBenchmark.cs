using System.Diagnostics;
using Holdfast.Knowledge;
using Holdfast.Knowledge.Search;

namespace Holdfast.Bench.Knowledge;

/// <summary>What a search among the vectors of a knowledge base costs, one thread, against comparing all in 32 bits.</summary>
internal static class VectorBenchmark
{
    private const int Chunks = 10_000;
    private const int Queries = 50;
    private const int Wanted = 10;

    public static Task<object> RunAsync(BenchOptions options)
    {
        var rows = new List<object?[]>();
        var results = new List<object>();
        foreach (var dimensions in options.Quick ? new[] { 384 } : [384, 768, 1_536])
        {
            var random = new Random(1);
            var vectors = Enumerable.Range(0, Chunks).Select(n => new ChunkVector(n, Unit(random, dimensions))).ToList();
            var index = new VectorIndex(vectors);
            var queries = Enumerable.Range(0, Queries).Select(_ => Unit(random, dimensions)).ToList();
            var times = new List<double>();
            var found = 0;
            foreach (var query in queries.Take(5).Concat(queries))
            {
                var started = Stopwatch.GetTimestamp();
                var near = index.Nearest(query, Wanted);
                times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                var exact = vectors.Select(v => (v.Chunk, Near: System.Numerics.Tensors.TensorPrimitives.Dot(query, v.Vector))).OrderByDescending(v => v.Near).Take(Wanted).Select(v => v.Chunk).ToHashSet();
                found += near.Count(n => exact.Contains(n.Chunk));
            }

            times = [.. times.Skip(5).Order()];
            var (middle, late, recall) = (times[times.Count / 2], times[times.Count * 95 / 100], found / (double)((Queries + 5) * Wanted));
            rows.Add([dimensions, middle, late, recall]);
            results.Add(new { dimensions, chunks = Chunks, p50_ms = middle, p95_ms = late, recall });
        }

        Report.Table([$"numbers, {Chunks:N0} chunks", "p50 ms", "p95 ms", "recall@10"], rows);
        return Task.FromResult<object>(results);
    }

    private static float[] Unit(Random random, int dimensions)
    {
        var vector = Enumerable.Range(0, dimensions).Select(_ => (float)(random.NextDouble() - 0.5)).ToArray();
        var norm = System.Numerics.Tensors.TensorPrimitives.Norm(vector);
        return [.. vector.Select(number => number / norm)];
    }
}
