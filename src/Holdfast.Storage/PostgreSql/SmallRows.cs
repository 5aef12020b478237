using Holdfast.Journal;
using Holdfast.Storage.Journal;
using Holdfast.Storage.Notices;
using Npgsql;
using NpgsqlTypes;

namespace Holdfast.Storage.PostgreSql;

/// <summary>What a batch writes seldom: requests, inbox items, feedback, approvals, tickets, notices, times to wake.</summary>
internal sealed class SmallRows
{
    private const string Request = "INSERT INTO idempotency (tenant, key, fingerprint, result, at) VALUES ($1, $2, $3, $4, $5)";
    private const string Item = "INSERT INTO inbox (session, id, kind, at, payload) VALUES ($1, $2, $3, $4, $5)";
    private const string Taken = "DELETE FROM inbox WHERE session = $1 AND position = ANY ($2)";
    private const string Feedback = "INSERT INTO feedback (run, at, given_by, rating, score, comment, correction) VALUES ($1, $2, $3, $4, $5, $6, $7)";

    private const string Change = "UPDATE runs SET status = $2 WHERE id = $1 AND status <> 3";
    private const string Waking = "UPDATE sessions SET wake_at = $2 WHERE no = $1";

    private readonly List<NpgsqlBatchCommand> commands = [];

    public IReadOnlyList<NpgsqlBatchCommand> Commands => commands;

    public void Add(NpgsqlBatchCommand command) => commands.Add(command);

    public void Add(IdempotencyEntry entry, int tenant) => Add(
        Request,
        new NpgsqlParameter<int> { TypedValue = tenant },
        Text(entry.Key),
        Text(entry.Fingerprint),
        new NpgsqlParameter<Guid> { TypedValue = entry.Result },
        Long(HashChain.ToMicroseconds(entry.At)));

    public void Add(long session, InboxItem item) => Add(
        Item,
        Long(session),
        new NpgsqlParameter<Guid> { TypedValue = item.Id },
        Text(item.Kind),
        Long(HashChain.ToMicroseconds(item.At)),
        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = item.Payload, NpgsqlDbType = NpgsqlDbType.Bytea });

    public void Remove(long session, IReadOnlyList<long> positions) =>
        Add(Taken, Long(session), new NpgsqlParameter<long[]> { TypedValue = [.. positions] });

    public void Add(RunStatusChange change) => Add(
        Change, new NpgsqlParameter<Guid> { TypedValue = change.Run }, new NpgsqlParameter<short> { TypedValue = (short)change.Status });

    public void Wake(long session, DateTimeOffset at) => Add(Waking, Long(session), Long(HashChain.ToMicroseconds(at)));

    public void Add(long session, ApprovalRow row, Names names) => Add(
        ApprovalReads.Upsert,
        new NpgsqlParameter<Guid> { TypedValue = row.Id },
        Long(session),
        new NpgsqlParameter<Guid> { TypedValue = row.Run },
        Long(HashChain.ToMicroseconds(row.RequestedAt)),
        Long(HashChain.ToMicroseconds(row.ExpiresAt)),
        new NpgsqlParameter { Value = row.DecidedAt is { } at ? HashChain.ToMicroseconds(at) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        new NpgsqlParameter<int> { TypedValue = names[row.Tenant] },
        new NpgsqlParameter<int> { TypedValue = names[row.Agent] },
        new NpgsqlParameter<short> { TypedValue = (short)row.Status },
        new NpgsqlParameter<int> { TypedValue = row.Required },
        new NpgsqlParameter<int> { TypedValue = row.Decisions },
        Text(row.User),
        Text(row.Tool),
        Text(row.Arguments),
        Text(row.Preview),
        Text(row.Rule),
        Text(row.Reason),
        Text(row.Digest),
        Text(row.Role),
        Text(ApprovalReads.Join(row.ApprovedBy)),
        Text(row.DecidedBy),
        Text(row.Note),
        new NpgsqlParameter { Value = (object?)row.Record ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid },
        Text(row.Range),
        new NpgsqlParameter { Value = (object?)AutonomyTable.Stored(row.Amount) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        new NpgsqlParameter { Value = row.EditedAt is { } edited ? HashChain.ToMicroseconds(edited) : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint },
        new NpgsqlParameter { Value = (object?)row.Parent ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });

    public void Add(Notice notice) => Add(
        NoticeTable.Insert, Text(notice.Channel), Text(notice.Kind), new NpgsqlParameter<Guid> { TypedValue = notice.Subject }, Long(HashChain.ToMicroseconds(notice.At)));

    public void Add(FeedbackRow row)
    {
        Add(
            Feedback,
            new NpgsqlParameter<Guid> { TypedValue = row.Run },
            Long(HashChain.ToMicroseconds(row.At)),
            Text(row.By),
            new NpgsqlParameter { Value = (object?)row.Rating ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            new NpgsqlParameter { Value = (object?)row.Score ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            Text(row.Comment),
            Text(row.Correction));
        if (row.IsFault)
        {
            Add(AutonomyTable.Correct, Long(HashChain.ToMicroseconds(row.At)), new NpgsqlParameter<Guid> { TypedValue = row.Run });
        }
    }

    private void Add(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        commands.Add(command);
    }

    private static NpgsqlParameter<long> Long(long value) => new() { TypedValue = value };

    private static NpgsqlParameter Text(string? value) =>
        new() { Value = (object?)PostgreSqlDialect.CleanOrNull(value) ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };
}
