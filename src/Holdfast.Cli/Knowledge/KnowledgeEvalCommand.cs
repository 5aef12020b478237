using System.CommandLine;
using Holdfast.Knowledge;
using Holdfast.Storage;

namespace Holdfast.Cli.Knowledge;

/// <summary><c>holdfast knowledge eval</c>: how well documents are found, against plain BM25 measured beside it.</summary>
internal static class KnowledgeEvalCommand
{
    private const int Depth = 500;

    public static Command Create(Terminal terminal)
    {
        var docs = Required("--docs", "A JSON line for each document: {id, title, text}; text may be Markdown.");
        var queries = Required("--queries", "A JSON line for each query: {id, query, relevant: [document ids]}.");
        var store = new Option<string?>("--storage") { Description = "An empty PostgreSQL database to measure on, as a connection string; else a SQLite file that is deleted afterwards.", HelpName = "store" };
        var command = new Command("eval", "Measure recall, nDCG and MRR on documents and queries of yours.") { docs, queries, store };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var read = RetrievalData.Read(parsed.GetRequiredValue(docs), parsed.GetRequiredValue(queries));
            var lines = await MeasureAsync(read, parsed.GetValue(store), terminal.Time, cancellationToken);
            foreach (var line in lines)
            {
                await terminal.Output.WriteLineAsync(line.AsMemory(), cancellationToken);
            }

            return 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<string>> MeasureAsync(RetrievalData data, string? connection, TimeProvider time, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("holdfast-eval-");
        try
        {
            await using var store = HoldfastStorage.Open(connection ?? $"Data Source={Path.Combine(folder.FullName, "eval.db")}");
            await store.InitializeAsync(cancellationToken);
            var bases = new KnowledgeBases(store.Knowledge);
            await bases.SaveAsync("eval", "eval", cancellationToken: cancellationToken);
            foreach (var document in data.Documents)
            {
                await bases.PutAsync("eval", "eval", document.ToSource(), cancellationToken);
            }

            await bases.LoadAsync("eval", "eval", cancellationToken);
            var plain = new PlainBm25(data.Documents);
            var ours = new List<RetrievalScore>();
            var floor = new List<RetrievalScore>();
            var took = new List<double>();
            foreach (var query in data.Queries)
            {
                floor.Add(RetrievalScore.Of(plain.Rank(query.Text), query.Relevant));
                var text = query.Text.Length <= KnowledgeQuery.LongestText ? query.Text : query.Text[..KnowledgeQuery.LongestText];
                var started = time.GetTimestamp();
                var found = await bases.SearchAsync("eval", "eval", new KnowledgeQuery { Text = text, Limit = Depth }, cancellationToken);
                took.Add(time.GetElapsedTime(started).TotalMilliseconds);
                ours.Add(RetrievalScore.Of([.. found.Hits.Select(hit => hit.Path).Distinct(StringComparer.Ordinal)], query.Relevant));
            }

            var state = await bases.FindAsync("eval", "eval", cancellationToken);
            await bases.RemoveAsync("eval", "eval", cancellationToken);
            return
            [
                $"{data.Documents.Count} documents in {state.Chunks} chunks, {data.Queries.Count} queries, {store.Engine}; half of the searches took {Median(took):0.0} ms or less",
                $"{"",-40}{"recall@5",8}{"recall@10",11}{"recall@20",11}{"nDCG@10",9}{"MRR",7}",
                .. Rows("all queries", (_, _) => true),
                .. Rows("tuning half (even lines)", (_, index) => index % 2 == 0),
                .. Rows("held-back half (odd lines)", (_, index) => index % 2 == 1),
            ];

            IEnumerable<string> Rows(string part, Func<RetrievalScore, int, bool> isIn)
            {
                yield return Row("plain BM25, " + part, [.. floor.Where(isIn)]);
                yield return Row("Holdfast, " + part, [.. ours.Where(isIn)]);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Median(List<double> values) => values.Count == 0 ? 0 : values.Order().ElementAt(values.Count / 2);

    private static string Row(string name, IReadOnlyList<RetrievalScore> scores) => scores.Count == 0 ? $"{name,-40}–"
        : $"{name,-40}{scores.Average(s => s.Recall5),8:0.000}{scores.Average(s => s.Recall10),11:0.000}{scores.Average(s => s.Recall20),11:0.000}{scores.Average(s => s.Ndcg10),9:0.000}{scores.Average(s => s.ReciprocalRank),7:0.000}";

    private static Option<string> Required(string name, string description)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "file", Required = true };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !File.Exists(token.Value)))
            {
                result.AddError($"{name} is '{token.Value}', which is no file.");
            }
        });
        return option;
    }
}
