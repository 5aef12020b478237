using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Sessions that a batch opens.</summary>
internal sealed class SessionRows
{
    private readonly Rows rows = new("""
        INSERT INTO sessions (no, id, opened_at, expires_at, ready_at, fold_from, tokens, cost_nanos, tenant, agent, version, epoch, runs, status,
            user_id, owner, metadata, parent)
        SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[],
            $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], $14::smallint[], $15::text[], $16::text[], $17::text[], $18::uuid[])
        """);

    private readonly List<Guid> ids;
    private readonly List<long>[] longs = new List<long>[7];
    private readonly List<int>[] ints = new List<int>[5];
    private readonly List<short> statuses;
    private readonly List<string?>[] texts = new List<string?>[3];
    private readonly List<Guid?> parents;

    public SessionRows()
    {
        longs[0] = rows.Column<long>(NpgsqlDbType.Bigint);
        ids = rows.Column<Guid>(NpgsqlDbType.Uuid);
        for (var i = 1; i < longs.Length; i++)
        {
            longs[i] = rows.Column<long>(NpgsqlDbType.Bigint);
        }

        for (var i = 0; i < ints.Length; i++)
        {
            ints[i] = rows.Column<int>(NpgsqlDbType.Integer);
        }

        statuses = rows.Column<short>(NpgsqlDbType.Smallint);
        for (var i = 0; i < texts.Length; i++)
        {
            texts[i] = rows.Column<string?>(NpgsqlDbType.Text);
        }

        parents = rows.Column<Guid?>(NpgsqlDbType.Uuid);
    }

    /// <summary>Adds a session as the batch leaves it.</summary>
    public void Add(SessionState state, Names names)
    {
        var row = state.Opened!;
        ids.Add(row.Id);
        ReadOnlySpan<long> numbers =
        [
            state.Number, HashChain.ToMicroseconds(row.OpenedAt), state.ExpiresAt, state.ReadyAt, state.FoldFrom, state.Tokens, state.CostNanos,
        ];
        for (var i = 0; i < numbers.Length; i++)
        {
            longs[i].Add(numbers[i]);
        }

        ReadOnlySpan<int> small = [names[row.Tenant], names[row.Agent], names[row.Version], state.Epoch, state.Runs];
        for (var i = 0; i < small.Length; i++)
        {
            ints[i].Add(small[i]);
        }

        statuses.Add((short)state.Status);
        texts[0].Add(PostgreSqlDialect.Clean(row.User));
        texts[1].Add(PostgreSqlDialect.CleanOrNull(state.Owner));
        texts[2].Add(PostgreSqlDialect.CleanOrNull(row.Metadata));
        parents.Add(row.Parent);
    }

    public NpgsqlBatchCommand? ToCommand() => ids.Count == 0 ? null : rows.ToCommand();
}
