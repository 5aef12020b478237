using Holdfast.Journal;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Runs that are queued or start.</summary>
internal sealed class RunRows
{
    private readonly Rows rows = new("""
        INSERT INTO runs (no, id, session, accepted_at, first_seq, tenant, agent, version, ordinal, status, user_id, parent, trace,
            input_tokens, output_tokens, cost_nanos, last_seq, steps)
        SELECT u.*, 0, 0, 0, 0, 0
        FROM unnest($1::bigint[], $2::uuid[], $3::bigint[], $4::bigint[], $5::int[], $6::int[], $7::int[], $8::int[], $9::int[], $10::smallint[],
            $11::text[], $12::uuid[], $13::uuid[]) u
        ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, status = excluded.status, first_seq = excluded.first_seq
        WHERE runs.status <> 3
        """);

    private readonly List<long> numbers;
    private readonly List<Guid> ids;
    private readonly List<long> sessions;
    private readonly List<long> times;
    private readonly List<int>[] ints = new List<int>[5];
    private readonly List<short> statuses;
    private readonly List<string> users;
    private readonly List<Guid?> parents;
    private readonly List<Guid?> traces;

    public RunRows()
    {
        numbers = rows.Column<long>(NpgsqlDbType.Bigint);
        ids = rows.Column<Guid>(NpgsqlDbType.Uuid);
        sessions = rows.Column<long>(NpgsqlDbType.Bigint);
        times = rows.Column<long>(NpgsqlDbType.Bigint);
        for (var i = 0; i < ints.Length; i++)
        {
            ints[i] = rows.Column<int>(NpgsqlDbType.Integer);
        }

        statuses = rows.Column<short>(NpgsqlDbType.Smallint);
        users = rows.Column<string>(NpgsqlDbType.Text);
        parents = rows.Column<Guid?>(NpgsqlDbType.Uuid);
        traces = rows.Column<Guid?>(NpgsqlDbType.Uuid);
    }

    public void Add(long number, long session, RunRow run, Names names)
    {
        numbers.Add(number);
        ids.Add(run.Id);
        sessions.Add(session);
        times.Add(HashChain.ToMicroseconds(run.AcceptedAt));
        ReadOnlySpan<int> small = [checked((int)run.FirstSequence), names[run.Tenant], names[run.Agent], names[run.Version], run.Ordinal];
        for (var i = 0; i < small.Length; i++)
        {
            ints[i].Add(small[i]);
        }

        statuses.Add((short)run.Status);
        users.Add(PostgreSqlDialect.Clean(run.User));
        parents.Add(run.Parent);
        traces.Add(run.Trace == run.Id ? null : run.Trace);
    }

    public NpgsqlBatchCommand? ToCommand() => ids.Count == 0 ? null : rows.ToCommand();
}
