namespace Holdfast.Storage.Sqlite;

/// <summary>Reservations and what became of them.</summary>
internal static class SqliteBudgets
{
    private const string Reserve = """
        INSERT INTO budgets (account, spent_nanos, reserved_nanos) SELECT $1, 0, $2 WHERE $2 <= $3
        ON CONFLICT (account) DO UPDATE SET reserved_nanos = reserved_nanos + excluded.reserved_nanos
        WHERE excluded.reserved_nanos <= $3 - spent_nanos - reserved_nanos
        """;

    private const string Hold = """
        INSERT INTO reservations (run, account, amount_nanos) VALUES ($1, $2, $3)
        ON CONFLICT (run, account) DO UPDATE SET amount_nanos = amount_nanos + excluded.amount_nanos
        """;

    private const string Settlement = "UPDATE budgets SET spent_nanos = spent_nanos + $1, reserved_nanos = reserved_nanos - $2 WHERE account = $3";

    public static bool TryReserve(SqliteWriteConnection connection, string account, Guid run, long amount, long ceiling)
    {
        connection.Statement(Reserve).Bind(1, account).Bind(2, amount).Bind(3, ceiling).Run();
        if (connection.Changes() == 0)
        {
            return false;
        }

        connection.Statement(Hold).Bind(1, run).Bind(2, account).Bind(3, amount).Run();
        return true;
    }

    public static bool Settle(SqliteWriteConnection connection, string account, Guid run, long reserved, long spent)
    {
        var find = connection.Statement("SELECT amount_nanos FROM reservations WHERE run = $1 AND account = $2").Bind(1, run).Bind(2, account);
        if (!find.Step())
        {
            return false;
        }

        var held = find.Long(0);
        find.Reset();
        var freed = Math.Min(held, reserved);
        connection.Statement(Settlement).Bind(1, Math.Min(spent, freed)).Bind(2, freed).Bind(3, account).Run();
        if (held > freed)
        {
            connection.Statement("UPDATE reservations SET amount_nanos = $1 WHERE run = $2 AND account = $3").Bind(1, held - freed).Bind(2, run)
                .Bind(3, account).Run();
        }
        else
        {
            connection.Statement("DELETE FROM reservations WHERE run = $1 AND account = $2").Bind(1, run).Bind(2, account).Run();
        }

        return true;
    }

    public static bool TryWarn(SqliteWriteConnection connection, string account, long threshold)
    {
        connection.Statement("UPDATE budgets SET warned = 1 WHERE account = $1 AND warned = 0 AND spent_nanos >= $2").Bind(1, account).Bind(2, threshold).Run();
        return connection.Changes() > 0;
    }

    public static long Forfeit(SqliteWriteConnection connection, Guid run)
    {
        var select = connection.Statement("SELECT account, amount_nanos FROM reservations WHERE run = $1").Bind(1, run);
        var held = new List<(string Account, long Amount)>();
        while (select.Step())
        {
            held.Add((select.Text(0), select.Long(1)));
        }

        foreach (var (account, amount) in held)
        {
            connection.Statement(Settlement).Bind(1, amount).Bind(2, amount).Bind(3, account).Run();
        }

        connection.Statement("DELETE FROM reservations WHERE run = $1").Bind(1, run).Run();
        return held.Sum(static one => one.Amount);
    }
}
