namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>What is read and written of confirmations.</summary>
internal static class OutboxStatements
{
    public static Task AddMessageAsync(this TableConnection connection, OutboxMessage message, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            """
            INSERT INTO scheduling_outbox (message_id, appointment, recipient, subject, body, created_at, due_at, attempts)
            VALUES (@id, @appointment, @recipient, @subject, @body, @created, @created, 0)
            """,
            cancellationToken,
            ("@id", message.MessageId),
            ("@appointment", message.Appointment),
            ("@recipient", message.Recipient),
            ("@subject", message.Subject),
            ("@body", message.Body),
            ("@created", message.CreatedAt.ToUnixTimeSeconds()));

    /// <summary>Takes the next message that is due and keeps others off it until <paramref name="leasedUntil"/>; null when none is due.</summary>
    public static async Task<OutboxMessage?> ClaimMessageAsync(
        this TableConnection connection, DateTimeOffset now, DateTimeOffset leasedUntil, CancellationToken cancellationToken)
    {
        var skip = connection.IsPostgreSql ? "FOR UPDATE SKIP LOCKED" : "";
        return (await connection.QueryAsync(
            $"""
            UPDATE scheduling_outbox SET due_at = @lease, attempts = attempts + 1
            WHERE message_id = (SELECT message_id FROM scheduling_outbox
                WHERE delivered_at IS NULL AND due_at <= @now ORDER BY due_at, message_id LIMIT 1 {skip})
            RETURNING message_id, appointment, recipient, subject, body, created_at, attempts
            """,
            static row => new OutboxMessage(
                row.GetString(0),
                row.GetString(1),
                row.GetString(2),
                row.GetString(3),
                row.GetString(4),
                DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(5)),
                row.GetInt32(6)),
            cancellationToken,
            ("@now", now.ToUnixTimeSeconds()),
            ("@lease", leasedUntil.ToUnixTimeSeconds()))).SingleOrDefault();
    }

    public static Task MarkDeliveredAsync(this TableConnection connection, string messageId, DateTimeOffset now, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE scheduling_outbox SET delivered_at = @now, failure = NULL WHERE message_id = @id",
            cancellationToken,
            ("@id", messageId),
            ("@now", now.ToUnixTimeSeconds()));

    public static Task MarkFailedAsync(
        this TableConnection connection, string messageId, DateTimeOffset dueAt, string failure, CancellationToken cancellationToken) =>
        connection.ExecuteAsync(
            "UPDATE scheduling_outbox SET due_at = @due, failure = @failure WHERE message_id = @id AND delivered_at IS NULL",
            cancellationToken,
            ("@id", messageId),
            ("@due", dueAt.ToUnixTimeSeconds()),
            ("@failure", failure));
}
