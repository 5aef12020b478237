using Holdfast.Journal;
using Holdfast.Storage.Runs;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Searches runs, with the GIN index where words or tools are asked for.</summary>
internal sealed class PostgreSqlRunSearch(Database database)
{
    private const string Order = "ORDER BY r.accepted_at DESC, r.id DESC";

    /// <summary>So many of the newest runs are looked through before the index of words is asked.</summary>
    private const int Newest = 2000;

    public async Task<IReadOnlyList<RunRow>> SearchAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var limit = Math.Clamp(query.Limit, 1, 1000);
        var where = RunConditions.Of(query);
        long[] keys = [.. SearchKeys.Of(query)];
        if (keys.Length == 0 && query.Session is null)
        {
            return await FindAsync($"runs r {RunReads.Joins}{where}", where.Arguments, limit, cancellationToken);
        }

        if (keys.Length > 0)
        {
            // The planner cannot tell a word that is everywhere from one that is nowhere, and walks through all runs for the latter. So a frequent word
            // is looked for among the newest runs, and the index, which finds rare words at once, is asked where that is not enough.
            var newest = $"(SELECT r.* FROM runs r {where} {Order} LIMIT {Math.Max(Newest, 4 * limit)}) r";
            var words = $"r.words @> {where.Argument(keys)}";
            var found = await FindAsync($"{newest} {RunReads.Joins}WHERE {words}", where.Arguments, limit, cancellationToken);
            if (found.Count == limit)
            {
                return found;
            }

            where.Add(words);
        }

        // OFFSET 0 keeps the planner from walking through all runs in the order that is asked for.
        return await FindAsync($"(SELECT r.* FROM runs r {where} OFFSET 0) r {RunReads.Joins}", where.Arguments, limit, cancellationToken);
    }

    private Task<List<RunRow>> FindAsync(string from, IReadOnlyList<object?> arguments, int limit, CancellationToken cancellationToken) =>
        database.QueryAsync($"{RunReads.Columns} FROM {from} {Order} LIMIT {limit}", arguments, RunReads.Read, cancellationToken);
}
