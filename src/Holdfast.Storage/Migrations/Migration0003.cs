namespace Holdfast.Storage.Migrations;

/// <summary>Runs that wait, and the approvals that they wait for.</summary>
internal static class Migration0003
{
    public static Migration Approvals { get; } = new(3,
    [
        "ALTER TABLE sessions ADD COLUMN wake_at {long}",
        "CREATE INDEX sessions_waiting ON sessions (wake_at) WHERE status = 4",
        """
        CREATE TABLE approvals (
            id {guid} NOT NULL UNIQUE, session {long} NOT NULL, run {guid} NOT NULL, requested_at {long} NOT NULL, expires_at {long} NOT NULL,
            decided_at {long}, tenant {int} NOT NULL, agent {int} NOT NULL, status {small} NOT NULL, required {int} NOT NULL, decisions {int} NOT NULL,
            user_id {text} NOT NULL, tool {text} NOT NULL, arguments {text} NOT NULL, preview {text}, rule {text} NOT NULL, reason {text} NOT NULL,
            digest {text} NOT NULL, role {text}, approved_by {text} NOT NULL, decided_by {text}, note {text}){strict}
        """,
        "CREATE INDEX approvals_open ON approvals (requested_at) WHERE status = 0",
        "CREATE INDEX approvals_requested ON approvals (tenant, requested_at)",
        "CREATE INDEX approvals_run ON approvals (run)",
    ]);
}
