using Holdfast.Journal;
using Holdfast.Storage.Journal;
using Holdfast.Storage.Runs;

namespace Holdfast.Storage.Sqlite;

/// <summary>The projections of runs: rows, search index, usage, feedback.</summary>
internal static class SqliteRuns
{
    private const string Upsert = """
        INSERT INTO runs (id, session, ordinal, tenant, user_id, agent, version, status, accepted_at, first_seq, finished_at, last_seq, reason, steps,
            input_tokens, output_tokens, cost_nanos, error, parent, trace)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
        ON CONFLICT (id) DO UPDATE SET ordinal = excluded.ordinal, status = excluded.status, first_seq = excluded.first_seq
        WHERE runs.status <> 3
        """;

    private const string Ending = """
        UPDATE runs SET status = 3, reason = $1, finished_at = $2, last_seq = $3, steps = $4, error = $5, input_tokens = $6, output_tokens = $7,
            cost_nanos = $8, confidence = $9, alone_nanos = $10, moved_up = $11
        WHERE id = $12 AND session = $13 AND status <> 3
        RETURNING no
        """;

    private const string Usage = """
        INSERT INTO usage (run, model, tier, purpose, calls, input_tokens, output_tokens, cost_nanos) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        ON CONFLICT (run, model, tier, purpose) DO UPDATE SET calls = calls + excluded.calls, input_tokens = input_tokens + excluded.input_tokens,
            output_tokens = output_tokens + excluded.output_tokens, cost_nanos = cost_nanos + excluded.cost_nanos
        """;

    public static void Put(SqliteWriteConnection connection, long session, RunRow run) => connection.Statement(Upsert)
        .Bind(1, run.Id).Bind(2, session).Bind(3, run.Ordinal).Bind(4, connection.Name(run.Tenant)).Bind(5, run.User)
        .Bind(6, connection.Name(run.Agent)).Bind(7, connection.Name(run.Version)).Bind(8, (long)run.Status)
        .Bind(9, HashChain.ToMicroseconds(run.AcceptedAt)).Bind(10, run.FirstSequence)
        .Bind(11, run.FinishedAt is { } at ? HashChain.ToMicroseconds(at) : (long?)null).Bind(12, run.LastSequence).Bind(13, (long?)run.Reason)
        .Bind(14, run.Steps).Bind(15, run.InputTokens).Bind(16, run.OutputTokens).Bind(17, run.CostNanos).Bind(18, run.Error)
        .Bind(19, run.Parent).Bind(20, run.Trace == run.Id ? (Guid?)null : run.Trace)
        .Run();

    /// <summary>Ends a run once, and returns what it used.</summary>
    public static (long Tokens, long CostNanos) Finish(SqliteWriteConnection connection, long session, RunFinish finish)
    {
        var total = RunTotals.Of(finish.Usage);
        var end = connection.Statement(Ending)
            .Bind(1, (long)finish.Reason).Bind(2, HashChain.ToMicroseconds(finish.At)).Bind(3, finish.LastSequence).Bind(4, finish.Steps)
            .Bind(5, finish.Error).Bind(6, total.InputTokens).Bind(7, total.OutputTokens).Bind(8, total.CostNanos)
            .Bind(9, finish.Confidence is { } score ? (long)Math.Round(score * RunReads.Precision) : (long?)null).Bind(10, finish.AloneCostNanos)
            .Bind(11, finish.AloneCostNanos is null ? (long?)null : finish.MovedUp ? 1 : 0).Bind(12, finish.Id).Bind(13, session);
        if (!end.Step())
        {
            return default;
        }

        var run = end.Long(0);
        end.Run();
        foreach (var usage in finish.Usage)
        {
            connection.Statement(Usage)
                .Bind(1, run).Bind(2, connection.Name(usage.Model)).Bind(3, connection.Name(usage.Tier)).Bind(4, connection.Name(usage.Purpose))
                .Bind(5, usage.Calls).Bind(6, usage.InputTokens).Bind(7, usage.OutputTokens).Bind(8, usage.CostNanos)
                .Run();
        }

        Index(connection, run, finish);
        return (total.InputTokens + total.OutputTokens, total.CostNanos);
    }

    public static void Rate(SqliteWriteConnection connection, FeedbackRow row)
    {
        connection.Statement("INSERT INTO feedback (run, at, given_by, rating, score, comment, correction) VALUES ($1, $2, $3, $4, $5, $6, $7)")
            .Bind(1, row.Run).Bind(2, HashChain.ToMicroseconds(row.At)).Bind(3, row.By).Bind(4, (long?)row.Rating).Bind(5, (long?)row.Score)
            .Bind(6, row.Comment).Bind(7, row.Correction)
            .Run();
        if (row.IsFault)
        {
            connection.Statement(AutonomyTable.Correct).Bind(1, HashChain.ToMicroseconds(row.At)).Bind(2, row.Run).Run();
        }
    }

    private static void Index(SqliteWriteConnection connection, long run, RunFinish finish)
    {
        var text = string.Join(' ', SearchWords.Split(finish.Text));
        var tools = string.Join(' ', finish.Tools.Select(SqliteRunSearch.ToolWord));
        var error = string.Join(' ', SearchWords.Split(finish.Error));
        if (text.Length + tools.Length + error.Length > 0)
        {
            connection.Statement("INSERT INTO run_search (rowid, text, tools, error) VALUES ($1, $2, $3, $4)")
                .Bind(1, run).Bind(2, text).Bind(3, tools).Bind(4, error)
                .Run();
        }
    }
}
