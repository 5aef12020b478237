using System.Text;
using Holdfast.Journal;
using Holdfast.Storage.Runs;

namespace Holdfast.Storage.Sqlite;

/// <summary>Searches runs, with FTS5 where words or tools are asked for.</summary>
internal sealed class SqliteRunSearch(Database database)
{
    /// <summary>Runs are indexed in the order of their arrival, which may differ this much from the order of their times.</summary>
    private const int Disorder = 256;

    public async Task<IReadOnlyList<RunRow>> SearchAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        var where = RunConditions.Of(query);
        var match = Match(query);
        if (match.Length == 0)
        {
            var plain = $"{RunReads.Columns} FROM runs r {RunReads.Joins}{where} ORDER BY r.accepted_at DESC, r.id DESC LIMIT {limit}";
            return await database.QueryAsync(plain, where.Arguments, RunReads.Read, cancellationToken);
        }

        where.Add($"run_search MATCH {where.Argument(match)}");
        if (query.Before is { } before)
        {
            // Lets FTS5 begin at the page instead of at the newest run.
            where.Add($"""
                f.rowid <= (SELECT coalesce(max(p.no), 0) FROM (
                    SELECT no FROM runs WHERE accepted_at <= {where.Argument(before)} ORDER BY accepted_at DESC LIMIT {Disorder}) p)
                """);
        }

        // CROSS JOIN keeps FTS5 outside: it yields the newest first, one at a time, and stops when there are enough.
        var sql = $"""
            {RunReads.Columns} FROM run_search f CROSS JOIN runs r ON r.no = f.rowid {RunReads.Joins}
            {where} ORDER BY f.rowid DESC LIMIT {limit + Disorder}
            """;
        var found = await database.QueryAsync(sql, where.Arguments, RunReads.Read, cancellationToken);
        return [.. found.OrderByDescending(static run => run.AcceptedAt).ThenByDescending(static run => run.Id).Take(limit)];
    }

    /// <summary>A tool's name as one word of the index, exactly: case and punctuation count.</summary>
    public static string ToolWord(string tool) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(tool));

    private static string Match(RunQuery query)
    {
        var terms = new List<string>();
        terms.AddRange(SearchWords.Split(query.Text).Select(static word => $"text:\"{word}\""));
        terms.AddRange(SearchWords.Split(query.Error).Select(static word => $"error:\"{word}\""));
        if (query.Tool is { } tool)
        {
            terms.Add($"tools:\"{ToolWord(tool)}\"");
        }

        return string.Join(" AND ", terms);
    }
}
