using System.Data.Common;
using Holdfast.Journal;

namespace Holdfast.Storage.Runs;

/// <summary>Reads runs and feedback, the same on both engines.</summary>
internal sealed class RunReads(Database database)
{
    /// <summary>Scores have four digits.</summary>
    public const double Precision = 10_000;

    public const string Columns = """
        SELECT r.id, s.id, r.ordinal, t.name, r.user_id, a.name, v.name, r.status, r.accepted_at, r.finished_at, r.first_seq, r.last_seq,
            r.reason, r.steps, r.input_tokens, r.output_tokens, r.cost_nanos, r.error, r.parent, r.trace, r.confidence

        """;

    public const string Joins = """
        JOIN sessions s ON s.no = r.session
        JOIN names t ON t.id = r.tenant JOIN names a ON a.id = r.agent JOIN names v ON v.id = r.version

        """;

    private const string Feedback = "SELECT at, given_by, rating, score, comment, correction FROM feedback WHERE run = $1 ORDER BY at, no";

    public async Task<RunRow?> FindAsync(Guid run, string? tenant, CancellationToken cancellationToken)
    {
        var found = await database.QueryAsync($"{Columns} FROM runs r {Joins} WHERE r.id = $1", [run], Read, cancellationToken);
        return found.Count == 1 && (tenant is null || found[0].Tenant == tenant) ? found[0] : null;
    }

    public async Task<IReadOnlyList<FeedbackRow>> ReadFeedbackAsync(Guid run, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            Feedback,
            [run],
            (reader, _) => new FeedbackRow(
                run,
                HashChain.FromMicroseconds(reader.GetInt64(0)),
                reader.GetString(1),
                reader.IsDBNull(2) ? null : reader.GetInt32(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3),
                reader.TextOrNull(4),
                reader.TextOrNull(5)),
            cancellationToken);

    public static RunRow Read(DbDataReader reader, Dialect dialect) => new()
    {
        Id = dialect.ReadGuid(reader, 0),
        Session = dialect.ReadGuid(reader, 1),
        Ordinal = reader.GetInt32(2),
        Tenant = reader.GetString(3),
        User = reader.GetString(4),
        Agent = reader.GetString(5),
        Version = reader.GetString(6),
        Status = (RunStatus)reader.GetInt32(7),
        AcceptedAt = HashChain.FromMicroseconds(reader.GetInt64(8)),
        FinishedAt = reader.TimeOrNull(9),
        FirstSequence = reader.GetInt64(10),
        LastSequence = reader.GetInt64(11),
        Reason = reader.IsDBNull(12) ? null : (TerminationReason)reader.GetInt32(12),
        Steps = reader.GetInt32(13),
        InputTokens = reader.GetInt64(14),
        OutputTokens = reader.GetInt64(15),
        CostNanos = reader.GetInt64(16),
        Error = reader.TextOrNull(17),
        Parent = reader.GuidOrNull(18, dialect),
        Trace = reader.IsDBNull(19) ? Guid.Empty : dialect.ReadGuid(reader, 19),
        Confidence = reader.IsDBNull(20) ? null : reader.GetInt32(20) / Precision,
    };
}
