using System.Diagnostics;
using System.Text;
using Holdfast.Knowledge;
using Holdfast.Storage;

namespace Holdfast.Bench.Knowledge;

/// <summary>What a search by words in a knowledge base costs on each engine. Floor: what the engine needs to read as many passages by their paths.</summary>
internal static class WordBenchmark
{
    private const int Documents = 1_000;
    private const int Vocabulary = 30_000;
    private const int Wanted = 10;

    public static async Task<object> RunAsync(BenchOptions options)
    {
        var rows = new List<object?[]>();
        var results = new List<object>();
        foreach (var engine in new[] { "sqlite", "postgres" }.Where(options.Wants))
        {
            await using Database database = engine == "sqlite" ? await SqliteFile.CreateAsync() : await PostgresDatabase.CreateAsync();
            await using var store = HoldfastStorage.Open(database.ConnectionString, new StorageOptions { AllowLessDurable = true });
            await store.InitializeAsync();
            var words = new Words();
            var bases = new KnowledgeBases(store.Knowledge);
            await bases.SaveAsync("bench", "words");
            for (var n = 0; n < Documents; n++)
            {
                await bases.PutAsync("bench", "words", new KnowledgeSource { Path = $"{n}.md", MediaType = "text/markdown", Content = words.Document() });
            }

            var begun = Stopwatch.GetTimestamp();
            await bases.LoadAsync("bench", "words", CancellationToken.None);
            var load = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            var chunks = (await bases.FindAsync("bench", "words")).Chunks;
            foreach (var length in (int[])[4, 12, 100])
            {
                var queries = Enumerable.Range(0, options.Quick ? 20 : 100).Select(_ => new KnowledgeQuery { Text = words.Text(length), Limit = Wanted }).ToList();
                var (floors, times) = (new List<double>(), new List<double>());
                foreach (var query in queries.Take(10).Concat(queries))
                {
                    var started = Stopwatch.GetTimestamp();
                    var found = await bases.SearchAsync("bench", "words", query);
                    times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                    started = Stopwatch.GetTimestamp();
                    foreach (var hit in found.Hits)
                    {
                        await bases.FindDocumentAsync("bench", "words", hit.Path);
                    }

                    floors.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                }

                var (floor, middle, late) = (Part(floors, 0.5), Part(times, 0.5), Part(times, 0.95));
                rows.Add([engine, chunks, load, length, floor, middle, late, middle / floor]);
                results.Add(new { engine, chunks, load_ms = load, words = length, floor_ms = floor, p50_ms = middle, p95_ms = late, ratio = middle / floor });
            }
        }

        Report.Table(["engine", "chunks", "loaded in ms", "words in a question", "floor ms", "p50 ms", "p95 ms", "times the floor"], rows);
        return results;

        static double Part(List<double> times, double part) => times.Skip(10).Order().ElementAt((int)((times.Count - 10) * part));
    }

    /// <summary>Texts of invented words, of which a few are said very often and most hardly ever, as in any language (Zipf's law).</summary>
    private sealed class Words
    {
        private readonly Random random = new(1);
        private readonly string[] words = new string[Vocabulary];
        private readonly double[] sums = new double[Vocabulary];

        public Words()
        {
            var sum = 0.0;
            for (var n = 0; n < Vocabulary; n++)
            {
                words[n] = string.Concat(Enumerable.Range(0, 3).Select(_ => $"{"bdfgklmnprtvz"[random.Next(13)]}{"aiou"[random.Next(4)]}"));
                sums[n] = sum += 1.0 / (n + 10);
            }
        }

        public string Text(int length) => string.Join(' ', Enumerable.Range(0, length).Select(_ => Next()));

        public byte[] Document()
        {
            var text = new StringBuilder($"# {Text(5)}\n\n");
            for (var section = 0; section < 10; section++)
            {
                text.Append($"## {Text(4)}\n\n{Text(150)}.\n\n");
            }

            return Encoding.UTF8.GetBytes(text.ToString());
        }

        private string Next()
        {
            var at = Array.BinarySearch(sums, random.NextDouble() * sums[^1]);
            return words[Math.Min(at < 0 ? ~at : at, Vocabulary - 1)];
        }
    }
}
