using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

internal sealed class UsageRows
{
    private readonly Rows rows = new("""
        INSERT INTO usage (run, input_tokens, output_tokens, cost_nanos, model, tier, purpose, calls)
        SELECT run, sum(input_tokens), sum(output_tokens), sum(cost_nanos), model, tier, purpose, sum(calls)
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::int[], $8::int[])
            AS u (run, input_tokens, output_tokens, cost_nanos, model, tier, purpose, calls)
        GROUP BY run, model, tier, purpose
        """);

    private readonly List<long>[] longs = new List<long>[4];
    private readonly List<int>[] ints = new List<int>[4];

    public UsageRows()
    {
        for (var i = 0; i < 4; i++)
        {
            longs[i] = rows.Column<long>(NpgsqlDbType.Bigint);
        }

        for (var i = 0; i < 4; i++)
        {
            ints[i] = rows.Column<int>(NpgsqlDbType.Integer);
        }
    }

    public void Add(long run, RunUsage usage, Names names)
    {
        ReadOnlySpan<long> large = [run, usage.InputTokens, usage.OutputTokens, usage.CostNanos];
        ReadOnlySpan<int> small = [names[usage.Model], names[usage.Tier], names[usage.Purpose], usage.Calls];
        for (var i = 0; i < 4; i++)
        {
            longs[i].Add(large[i]);
            ints[i].Add(small[i]);
        }
    }

    public NpgsqlBatchCommand? ToCommand() => longs[0].Count == 0 ? null : rows.ToCommand();
}
