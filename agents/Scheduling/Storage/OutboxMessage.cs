namespace Holdfast.Agents.Scheduling.Storage;

/// <summary>A confirmation that waits for delivery.</summary>
internal sealed record OutboxMessage(
    string MessageId, string Appointment, string Recipient, string Subject, string Body, DateTimeOffset CreatedAt, int Attempts);
