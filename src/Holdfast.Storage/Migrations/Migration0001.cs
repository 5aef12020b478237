namespace Holdfast.Storage.Migrations;

/// <summary>The journal, its projections, the search index and the budgets. <c>docs/storage.md</c> says what each column means.</summary>
internal static class Migration0001
{
    public static Migration Journal { get; } = new(1,
    [
        "CREATE TABLE names (id {named}, name {text} NOT NULL UNIQUE){strict}",
        """
        CREATE TABLE sessions (
            no {assigned}, id {guid} NOT NULL UNIQUE, opened_at {long} NOT NULL, expires_at {long} NOT NULL, ready_at {long} NOT NULL,
            fold_from {long} NOT NULL, tokens {long} NOT NULL, cost_nanos {long} NOT NULL,
            tenant {int} NOT NULL, agent {int} NOT NULL, version {int} NOT NULL, epoch {int} NOT NULL, runs {int} NOT NULL,
            status {small} NOT NULL, user_id {text} NOT NULL, owner {text}, metadata {text}){strict}
        """,
        "CREATE INDEX sessions_opened ON sessions (opened_at)",
        "CREATE INDEX sessions_user ON sessions (user_id, opened_at)",
        "CREATE INDEX sessions_ready ON sessions (ready_at) WHERE status = 1",
        "CREATE INDEX sessions_owner ON sessions (owner) WHERE owner IS NOT NULL",
        """
        CREATE TABLE events (
            session {long} NOT NULL, at {long} NOT NULL, seq {int} NOT NULL, run {int} NOT NULL, kind {int} NOT NULL,
            payload {blob} NOT NULL, hash {blob} NOT NULL, erased {blob}, PRIMARY KEY (session, seq)){strict}
        """,
        """
        CREATE TABLE inbox (
            position {counter}, session {long} NOT NULL, at {long} NOT NULL, id {guid} NOT NULL, kind {text} NOT NULL,
            payload {blob} NOT NULL){strict}
        """,
        "CREATE INDEX inbox_session ON inbox (session, position)",
        """
        CREATE TABLE idempotency (
            tenant {int} NOT NULL, at {long} NOT NULL, result {guid} NOT NULL, key {text} NOT NULL, fingerprint {text} NOT NULL,
            PRIMARY KEY (tenant, key)){rowless}
        """,
        "CREATE INDEX idempotency_at ON idempotency (at)",
        "CREATE TABLE workers (name {text} NOT NULL PRIMARY KEY, beat_at {long} NOT NULL){rowless}",
        """
        CREATE TABLE runs (
            no {assigned}, id {guid} NOT NULL UNIQUE, session {long} NOT NULL, accepted_at {long} NOT NULL, finished_at {long},
            input_tokens {long} NOT NULL, output_tokens {long} NOT NULL, cost_nanos {long} NOT NULL,
            first_seq {int} NOT NULL, last_seq {int} NOT NULL,
            tenant {int} NOT NULL, agent {int} NOT NULL, version {int} NOT NULL, ordinal {int} NOT NULL, steps {int} NOT NULL,
            status {small} NOT NULL, reason {small}, user_id {text} NOT NULL, error {text}){strict}
        """,
        "postgresql:CREATE SEQUENCE session_numbers INCREMENT BY 256",
        "postgresql:CREATE SEQUENCE run_numbers INCREMENT BY 256",
        "postgresql:ALTER TABLE runs ADD COLUMN words bigint[]",
        "postgresql:CREATE INDEX runs_words ON runs USING gin (words)",
        "CREATE INDEX runs_session ON runs (session)",
        "CREATE INDEX runs_accepted ON runs (accepted_at)",
        "CREATE INDEX runs_user ON runs (user_id, accepted_at)",
        "CREATE INDEX runs_open ON runs (status, accepted_at) WHERE status <> 3",
        "CREATE INDEX runs_reason ON runs (reason, accepted_at) WHERE reason > 1",
        """
        CREATE TABLE usage (
            run {long} NOT NULL, input_tokens {long} NOT NULL, output_tokens {long} NOT NULL, cost_nanos {long} NOT NULL,
            model {int} NOT NULL, tier {int} NOT NULL, purpose {int} NOT NULL, calls {int} NOT NULL,
            PRIMARY KEY (run, model, tier, purpose)){rowless}
        """,
        """
        CREATE TABLE feedback (
            no {number}, run {guid} NOT NULL, at {long} NOT NULL, rating {int}, score {int}, given_by {text} NOT NULL, comment {text}){strict}
        """,
        "CREATE INDEX feedback_run ON feedback (run)",
        "CREATE TABLE budgets (account {text} NOT NULL PRIMARY KEY, spent_nanos {long} NOT NULL, reserved_nanos {long} NOT NULL){rowless}",
        """
        CREATE TABLE reservations (
            run {guid} NOT NULL, amount_nanos {long} NOT NULL, account {text} NOT NULL, PRIMARY KEY (run, account)){rowless}
        """,
        """
        sqlite:CREATE VIRTUAL TABLE run_search USING fts5 (
            text, tools, error, content = '', columnsize = 0, detail = column, tokenize = 'ascii')
        """,
        """
        CREATE VIEW event_log AS
        SELECT s.id AS session, e.seq, e.run, k.name AS kind, e.at, e.payload, e.hash
        FROM events e JOIN sessions s ON s.no = e.session JOIN names k ON k.id = e.kind
        """,
    ]);
}
