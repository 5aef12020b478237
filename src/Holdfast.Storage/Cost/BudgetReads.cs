namespace Holdfast.Storage.Cost;

/// <summary>Reads budgets, the same on both engines.</summary>
internal sealed class BudgetReads(Database database)
{
    private const string Account = "SELECT spent_nanos, reserved_nanos FROM budgets WHERE account = $1";

    public async Task<(long Spent, long Reserved)> ReadAsync(string account, CancellationToken cancellationToken) =>
        (await database.QueryAsync(Account, [account], static (reader, _) => (reader.GetInt64(0), reader.GetInt64(1)), cancellationToken)).SingleOrDefault();
}
