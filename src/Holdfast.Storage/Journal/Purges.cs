namespace Holdfast.Storage.Journal;

/// <summary>What is removed when it is old and of no use any more, the same on both engines: each statement takes the moment and how many rows at most.</summary>
internal static class Purges
{
    public static IReadOnlyList<string> All { get; } =
    [
        "DELETE FROM idempotency WHERE (tenant, key) IN (SELECT tenant, key FROM idempotency WHERE at < $1 ORDER BY at LIMIT $2)",
        """
        DELETE FROM inbox WHERE position IN (
            SELECT i.position FROM inbox i JOIN sessions s ON s.no = i.session WHERE s.status = 3 AND i.at < $1 LIMIT $2)
        """,
        """
        DELETE FROM workers WHERE name IN (
            SELECT w.name FROM workers w WHERE w.beat_at < $1 AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.owner = w.name) LIMIT $2)
        """,
    ];
}
