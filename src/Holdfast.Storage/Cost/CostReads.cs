using Holdfast.Journal;

namespace Holdfast.Storage.Cost;

/// <summary>Adds up usage, the same on both engines.</summary>
internal sealed class CostReads(Database database)
{
    public async Task<IReadOnlyList<CostRow>> SumAsync(CostQuery query, CancellationToken cancellationToken)
    {
        if (query.GroupBy == "cascade")
        {
            return await SumCascadesAsync(query, cancellationToken);
        }

        var (group, join) = query.GroupBy switch
        {
            "agent" => ("n.name", "JOIN names n ON n.id = r.agent LEFT JOIN"),
            "version" => ("n.name", "JOIN names n ON n.id = r.version LEFT JOIN"),
            "tenant" => ("n.name", "JOIN names n ON n.id = r.tenant LEFT JOIN"),
            "user" => ("r.user_id", "LEFT JOIN"),
            "day" => (database.Dialect.DayOf("r.finished_at"), "LEFT JOIN"),
            "model" or "tier" or "purpose" => ("n.name", "JOIN"),
            _ => throw CostGroups.Unknown(query.GroupBy),
        };
        var names = query.GroupBy is "model" or "tier" or "purpose" ? $" JOIN names n ON n.id = u.{query.GroupBy}" : "";
        var where = ConditionsOf(query);
        var sql = $"""
            SELECT {group} AS grp, count(DISTINCT r.no), CAST(coalesce(sum(u.calls), 0) AS BIGINT), CAST(coalesce(sum(u.input_tokens), 0) AS BIGINT),
                CAST(coalesce(sum(u.output_tokens), 0) AS BIGINT), CAST(coalesce(sum(u.cost_nanos), 0) AS BIGINT) AS cost
            FROM runs r {join} usage u ON u.run = r.no{names}
            {where} GROUP BY grp
            """;
        var rows = await database.QueryAsync(
            sql,
            where.Arguments,
            static (reader, _) => new CostRow(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5)),
            cancellationToken);
        return Ordered(rows);
    }

    private async Task<IReadOnlyList<CostRow>> SumCascadesAsync(CostQuery query, CancellationToken cancellationToken)
    {
        var where = ConditionsOf(query);
        where.Add("r.alone_nanos IS NOT NULL");
        var sql = $"""
            SELECT n.name AS grp, count(*), CAST(coalesce(sum((SELECT sum(u.calls) FROM usage u WHERE u.run = r.no)), 0) AS BIGINT),
                CAST(sum(r.input_tokens) AS BIGINT), CAST(sum(r.output_tokens) AS BIGINT), CAST(sum(r.cost_nanos) AS BIGINT), CAST(sum(r.alone_nanos) AS BIGINT),
                CAST(sum(r.moved_up) AS BIGINT)
            FROM runs r JOIN names n ON n.id = r.agent
            {where} GROUP BY grp
            """;
        var rows = await database.QueryAsync(
            sql,
            where.Arguments,
            static (reader, _) => new CostRow(
                reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6), reader.GetInt64(7)),
            cancellationToken);
        return Ordered(rows);
    }

    private static Conditions ConditionsOf(CostQuery query)
    {
        var where = new Conditions();
        where.Add("r.status = 3");
        where.Add(query.Tenant, "r.tenant = (SELECT id FROM names WHERE name = {0})");
        where.Add(query.From, "r.finished_at >= {0}");
        where.Add(query.To, "r.finished_at < {0}");
        return where;
    }

    private static IReadOnlyList<CostRow> Ordered(IReadOnlyList<CostRow> rows) =>
        [.. rows.OrderByDescending(static row => row.CostNanos).ThenBy(static row => row.Group, StringComparer.Ordinal)];
}
