namespace Holdfast.Storage.PostgreSql;

/// <summary>Reservations and what became of them: one statement each, so that the account's row lock decides.</summary>
internal sealed class PostgreSqlBudgets(Database database)
{
    private const string Reserve = """
        WITH fits AS (
            INSERT INTO budgets (account, spent_nanos, reserved_nanos) SELECT $1, 0, $2 WHERE $2::bigint <= $3::bigint
            ON CONFLICT (account) DO UPDATE SET reserved_nanos = budgets.reserved_nanos + excluded.reserved_nanos
            WHERE excluded.reserved_nanos <= $3 - budgets.spent_nanos - budgets.reserved_nanos
            RETURNING account)
        INSERT INTO reservations (run, account, amount_nanos) SELECT $4, account, $2 FROM fits
        ON CONFLICT (run, account) DO UPDATE SET amount_nanos = reservations.amount_nanos + excluded.amount_nanos
        RETURNING 1
        """;

    private const string Settle = """
        WITH held AS MATERIALIZED (
            SELECT amount_nanos, least(amount_nanos, $3::bigint) AS freed FROM reservations WHERE run = $1 AND account = $2 FOR UPDATE),
        less AS (
            UPDATE reservations r SET amount_nanos = r.amount_nanos - h.freed FROM held h
            WHERE r.run = $1 AND r.account = $2 AND h.amount_nanos > h.freed),
        gone AS (
            DELETE FROM reservations r USING held h WHERE r.run = $1 AND r.account = $2 AND h.amount_nanos <= h.freed)
        UPDATE budgets b SET spent_nanos = b.spent_nanos + least($4::bigint, h.freed), reserved_nanos = b.reserved_nanos - h.freed
        FROM held h WHERE b.account = $2
        RETURNING 1
        """;

    private const string Forfeit = """
        WITH held AS (DELETE FROM reservations WHERE run = $1 RETURNING account, amount_nanos),
        moved AS (
            UPDATE budgets b SET spent_nanos = b.spent_nanos + h.amount_nanos, reserved_nanos = b.reserved_nanos - h.amount_nanos
            FROM held h WHERE b.account = h.account)
        SELECT CAST(coalesce(sum(amount_nanos), 0) AS bigint) FROM held
        """;

    private const string Warn = "UPDATE budgets SET warned = 1 WHERE account = $1 AND warned = 0 AND spent_nanos >= $2 RETURNING 1";

    public async Task<bool> TryWarnAsync(string account, long threshold, CancellationToken cancellationToken) =>
        (await database.QueryAsync(Warn, [account, threshold], static (_, _) => true, cancellationToken)).Count > 0;

    public async Task<bool> TryReserveAsync(string account, Guid run, long amount, long ceiling, CancellationToken cancellationToken) =>
        (await database.QueryAsync(Reserve, [account, amount, ceiling, run], static (_, _) => true, cancellationToken)).Count > 0;

    public Task SettleAsync(string account, Guid run, long reserved, long spent, CancellationToken cancellationToken) =>
        database.QueryAsync(Settle, [run, account, reserved, spent], static (_, _) => true, cancellationToken);

    public async Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken) =>
        (await database.QueryAsync(Forfeit, [run], static (reader, _) => reader.GetInt64(0), cancellationToken))[0];
}
