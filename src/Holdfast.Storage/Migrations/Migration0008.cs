namespace Holdfast.Storage.Migrations;

/// <summary>Runs of agents that other agents called.</summary>
internal static class Migration0008
{
    public static Migration Delegation { get; } = new(8,
    [
        "ALTER TABLE sessions ADD COLUMN parent {guid}",
        "ALTER TABLE runs ADD COLUMN parent {guid}",
        "ALTER TABLE runs ADD COLUMN trace {guid}",
        "CREATE INDEX runs_parent ON runs (parent) WHERE parent IS NOT NULL",
        "ALTER TABLE approvals ADD COLUMN parent {guid}",
    ]);
}
