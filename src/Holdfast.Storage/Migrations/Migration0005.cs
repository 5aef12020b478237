namespace Holdfast.Storage.Migrations;

/// <summary>What agents earn by approvals: the record that each approval counts in, and what people loosened.</summary>
internal static class Migration0005
{
    public static Migration Autonomy { get; } = new(5,
    [
        "ALTER TABLE approvals ADD COLUMN record {guid}",
        "ALTER TABLE approvals ADD COLUMN span {text}",
        "ALTER TABLE approvals ADD COLUMN amount {long}",
        "ALTER TABLE approvals ADD COLUMN edited_at {long}",
        "ALTER TABLE approvals ADD COLUMN corrected_at {long}",
        "CREATE INDEX approvals_record ON approvals (record) WHERE record IS NOT NULL",
        "CREATE INDEX approvals_faults ON approvals (record) WHERE status = 2 OR edited_at IS NOT NULL OR corrected_at IS NOT NULL",
        """
        CREATE TABLE allowances (
            id {guid} NOT NULL UNIQUE, record {guid} NOT NULL, low {long}, high {long}, granted_at {long} NOT NULL, withdrawn_at {long},
            ask_one_in {int} NOT NULL, approvals {int} NOT NULL, faults {int} NOT NULL, tenant {text} NOT NULL, granted_by {text} NOT NULL,
            subject {text} NOT NULL, withdrawn_by {text}, reason {text}){strict}
        """,
        "CREATE UNIQUE INDEX allowances_standing ON allowances (record) WHERE withdrawn_at IS NULL",
        "CREATE INDEX allowances_record ON allowances (record, granted_at)",
    ]);
}
