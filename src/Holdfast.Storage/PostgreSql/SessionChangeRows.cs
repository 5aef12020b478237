using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Sessions that were there before and that a batch changes: one update each, whatever the batch did to them.</summary>
internal sealed class SessionChangeRows
{
    private readonly Rows rows = new("""
        UPDATE sessions s
        SET expires_at = u.expires_at, ready_at = u.ready_at, fold_from = u.fold_from, tokens = s.tokens + u.tokens,
            cost_nanos = s.cost_nanos + u.cost_nanos, epoch = u.epoch, runs = u.runs, status = u.status, owner = u.owner
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::int[], $8::int[], $9::smallint[],
            $10::text[]) AS u (no, expires_at, ready_at, fold_from, tokens, cost_nanos, epoch, runs, status, owner)
        WHERE s.no = u.no
        """);

    private readonly List<long>[] longs = new List<long>[6];
    private readonly List<int> epochs;
    private readonly List<int> runs;
    private readonly List<short> statuses;
    private readonly List<string?> owners;

    public SessionChangeRows()
    {
        for (var i = 0; i < longs.Length; i++)
        {
            longs[i] = rows.Column<long>(NpgsqlDbType.Bigint);
        }

        epochs = rows.Column<int>(NpgsqlDbType.Integer);
        runs = rows.Column<int>(NpgsqlDbType.Integer);
        statuses = rows.Column<short>(NpgsqlDbType.Smallint);
        owners = rows.Column<string?>(NpgsqlDbType.Text);
    }

    public void Add(SessionState state)
    {
        ReadOnlySpan<long> numbers = [state.Number, state.ExpiresAt, state.ReadyAt, state.FoldFrom, state.Tokens, state.CostNanos];
        for (var i = 0; i < numbers.Length; i++)
        {
            longs[i].Add(numbers[i]);
        }

        epochs.Add(state.Epoch);
        runs.Add(state.Runs);
        statuses.Add((short)state.Status);
        owners.Add(PostgreSqlDialect.CleanOrNull(state.Owner));
    }

    public NpgsqlBatchCommand? ToCommand() => epochs.Count == 0 ? null : rows.ToCommand();
}
