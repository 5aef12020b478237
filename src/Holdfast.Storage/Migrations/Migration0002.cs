namespace Holdfast.Storage.Migrations;

/// <summary>API keys, the log of what administrators did, and which budgets a warning was given of.</summary>
internal static class Migration0002
{
    public static Migration Identity { get; } = new(2,
    [
        """
        CREATE TABLE api_keys (
            id {guid} NOT NULL PRIMARY KEY, hash {blob} NOT NULL UNIQUE, created_at {long} NOT NULL, expires_at {long}, revoked_at {long},
            tenant {text} NOT NULL, name {text} NOT NULL, prefix {text} NOT NULL, scopes {text} NOT NULL){strict}
        """,
        "ALTER TABLE budgets ADD COLUMN warned {int} NOT NULL DEFAULT 0",
        """
        CREATE TABLE audit (
            seq {assigned}, at {long} NOT NULL, tenant {text} NOT NULL, actor {text} NOT NULL, act {text} NOT NULL, subject {text} NOT NULL,
            details {text} NOT NULL, hash {blob} NOT NULL){strict}
        """,
        "CREATE INDEX audit_tenant ON audit (tenant, seq)",
        "sqlite:CREATE TRIGGER audit_keeps_rows BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        "sqlite:CREATE TRIGGER audit_keeps_words BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END",
        """
        postgresql:CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the audit log is append-only'; END $$
        """,
        "postgresql:CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    ]);
}
