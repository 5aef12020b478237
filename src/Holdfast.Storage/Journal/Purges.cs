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

        // That a ticket is overdue is remembered for as long as it is, or it would be told again.
        """
        DELETE FROM notices WHERE (channel, kind, subject) IN (
            SELECT n.channel, n.kind, n.subject FROM notices n WHERE n.next_at IS NULL AND n.at < $1
                AND NOT (n.kind = 'ticket.overdue' AND EXISTS (SELECT 1 FROM tickets k WHERE k.id = n.subject AND k.status < 2)) LIMIT $2)
        """,
    ];
}
