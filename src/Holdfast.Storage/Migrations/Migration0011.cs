namespace Holdfast.Storage.Migrations;

/// <summary>How sure agents were of their answers, in ten-thousandths, and what cascades saved.</summary>
internal static class Migration0011
{
    public static Migration Confidence { get; } = new(11,
    [
        "ALTER TABLE runs ADD COLUMN confidence {small}",
        "ALTER TABLE runs ADD COLUMN alone_nanos {long}",
        "ALTER TABLE runs ADD COLUMN moved_up {small}",
    ]);
}
