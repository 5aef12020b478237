namespace Holdfast.Storage.Migrations;

/// <summary>What agents remember of users across sessions, and the sessions that have to be summarised because they expired.</summary>
internal static class Migration0009
{
    public static Migration Memory { get; } = new(9,
    [
        """
        CREATE TABLE memories (
            id {guid} NOT NULL UNIQUE, at {long} NOT NULL, valid_until {long}, forgotten_at {long}, searched_at {long}, seq {long} NOT NULL,
            kind {small} NOT NULL, status {small} NOT NULL, trust {small} NOT NULL, confidence {int} NOT NULL,
            session {guid} NOT NULL, run {guid} NOT NULL, replaced_by {guid},
            tenant {text} NOT NULL, user_id {text} NOT NULL, agent {text} NOT NULL, subject {text} NOT NULL, key {text} NOT NULL, words {text} NOT NULL,
            written_by {text} NOT NULL){strict}
        """,
        "CREATE INDEX memories_user ON memories (tenant, user_id, agent, at)",
        "CREATE INDEX memories_forgotten ON memories (forgotten_at) WHERE status = 3",
        "CREATE INDEX sessions_expiry ON sessions (expires_at) WHERE status = 0",
    ]);
}
