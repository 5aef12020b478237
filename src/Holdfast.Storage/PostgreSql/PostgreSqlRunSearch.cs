using Holdfast.Journal;
using Holdfast.Storage.Runs;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Searches runs, with the GIN index where words or tools are asked for.</summary>
internal sealed class PostgreSqlRunSearch(Database database)
{
    public async Task<IReadOnlyList<RunRow>> SearchAsync(RunQuery query, CancellationToken cancellationToken)
    {
        var where = RunConditions.Of(query);
        long[] keys = [.. SearchKeys.Of(query)];
        if (keys.Length > 0)
        {
            where.Add(keys, "r.words @> {0}");
        }

        var sql = $"{RunReads.Columns} FROM runs r {RunReads.Joins}{where} ORDER BY r.accepted_at DESC, r.id DESC LIMIT {Math.Clamp(query.Limit, 1, 1000)}";
        return await database.QueryAsync(sql, where.Arguments, RunReads.Read, cancellationToken);
    }
}
