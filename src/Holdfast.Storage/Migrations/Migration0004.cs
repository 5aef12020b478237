namespace Holdfast.Storage.Migrations;

/// <summary>Tickets, the notices that people are sent, and what a right answer would have been.</summary>
internal static class Migration0004
{
    public static Migration Tickets { get; } = new(4,
    [
        "ALTER TABLE feedback ADD COLUMN correction {text}",
        """
        CREATE TABLE tickets (
            id {guid} NOT NULL UNIQUE, session {long} NOT NULL, run {guid} NOT NULL, opened_at {long} NOT NULL, due_at {long} NOT NULL,
            claimed_at {long}, closed_at {long}, tenant {int} NOT NULL, agent {int} NOT NULL, status {small} NOT NULL, reason {small} NOT NULL,
            priority {small} NOT NULL, acts {int} NOT NULL, user_id {text} NOT NULL, summary {text} NOT NULL, owner {text}, closed_by {text},
            note {text}){strict}
        """,
        "CREATE INDEX tickets_due ON tickets (due_at) WHERE status < 2",
        "CREATE INDEX tickets_opened ON tickets (tenant, opened_at)",
        "CREATE INDEX tickets_session ON tickets (session)",
        """
        CREATE TABLE notices (
            channel {text} NOT NULL, kind {text} NOT NULL, subject {guid} NOT NULL, at {long} NOT NULL, next_at {long}, attempts {int} NOT NULL,
            PRIMARY KEY (channel, kind, subject)){strict}
        """,
        "CREATE INDEX notices_next ON notices (channel, next_at) WHERE next_at IS NOT NULL",
    ]);
}
