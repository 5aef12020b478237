using Holdfast.Journal;
using Holdfast.Storage.Runs;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>Runs that end.</summary>
internal sealed class FinishRows
{
    // The words come as one text per run, since arrays cannot hold arrays of different lengths.
    private readonly Rows rows = new("""
        UPDATE runs r
        SET status = 3, finished_at = u.finished_at, input_tokens = u.input_tokens, output_tokens = u.output_tokens, cost_nanos = u.cost_nanos,
            last_seq = u.last_seq, steps = u.steps, reason = u.reason, error = u.error, words = u.words::bigint[],
            confidence = u.confidence, alone_nanos = u.alone_nanos, moved_up = u.moved_up
        FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::int[], $7::int[], $8::smallint[], $9::text[],
            $10::text[], $11::smallint[], $12::bigint[], $13::smallint[])
            AS u (no, finished_at, input_tokens, output_tokens, cost_nanos, last_seq, steps, reason, error, words, confidence, alone_nanos, moved_up)
        WHERE r.no = u.no
        """);

    private readonly List<long>[] longs = new List<long>[5];
    private readonly List<int> sequences;
    private readonly List<int> steps;
    private readonly List<short> reasons;
    private readonly List<string?> errors;
    private readonly List<string> words;
    private readonly List<short?> scores;
    private readonly List<long?> costsAlone;
    private readonly List<short?> movedUp;

    public FinishRows()
    {
        for (var i = 0; i < longs.Length; i++)
        {
            longs[i] = rows.Column<long>(NpgsqlDbType.Bigint);
        }

        sequences = rows.Column<int>(NpgsqlDbType.Integer);
        steps = rows.Column<int>(NpgsqlDbType.Integer);
        reasons = rows.Column<short>(NpgsqlDbType.Smallint);
        errors = rows.Column<string?>(NpgsqlDbType.Text);
        words = rows.Column<string>(NpgsqlDbType.Text);
        scores = rows.Column<short?>(NpgsqlDbType.Smallint);
        costsAlone = rows.Column<long?>(NpgsqlDbType.Bigint);
        movedUp = rows.Column<short?>(NpgsqlDbType.Smallint);
    }

    public void Add(long number, RunFinish finish, RunTotals totals)
    {
        ReadOnlySpan<long> numbers = [number, HashChain.ToMicroseconds(finish.At), totals.InputTokens, totals.OutputTokens, totals.CostNanos];
        for (var i = 0; i < numbers.Length; i++)
        {
            longs[i].Add(numbers[i]);
        }

        sequences.Add(checked((int)finish.LastSequence));
        steps.Add(finish.Steps);
        reasons.Add((short)finish.Reason);
        errors.Add(PostgreSqlDialect.CleanOrNull(finish.Error));
        words.Add("{" + string.Join(',', SearchKeys.Of(finish)) + "}");
        scores.Add(finish.Confidence is { } score ? (short)Math.Round(score * RunReads.Precision) : null);
        costsAlone.Add(finish.AloneCostNanos);
        movedUp.Add(finish.AloneCostNanos is null ? null : (short)(finish.MovedUp ? 1 : 0));
    }

    public NpgsqlBatchCommand? ToCommand() => steps.Count == 0 ? null : rows.ToCommand();
}
