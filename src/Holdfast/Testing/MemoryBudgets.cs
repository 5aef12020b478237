namespace Holdfast.Testing;

/// <summary>Budgets in memory. The store's lock guards it.</summary>
internal sealed class MemoryBudgets
{
    private readonly Dictionary<string, (long Spent, long Reserved)> accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> warned = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, Dictionary<string, long>> reservations = [];

    public bool TryReserve(string account, Guid run, long amount, long ceiling)
    {
        var (spent, reserved) = Read(account);
        if (amount > ceiling - spent - reserved)
        {
            return false;
        }

        accounts[account] = (spent, reserved + amount);
        if (!reservations.TryGetValue(run, out var held))
        {
            reservations.Add(run, held = new Dictionary<string, long>(StringComparer.Ordinal));
        }

        held[account] = held.GetValueOrDefault(account) + amount;
        return true;
    }

    public void Settle(string account, Guid run, long reservedNanos, long spentNanos)
    {
        if (!reservations.TryGetValue(run, out var held) || !held.TryGetValue(account, out var amount))
        {
            return;
        }

        var freed = Math.Min(amount, reservedNanos);
        var (spent, reserved) = Read(account);
        accounts[account] = (spent + Math.Min(spentNanos, freed), reserved - freed);
        if (amount > freed)
        {
            held[account] = amount - freed;
        }
        else if (held.Remove(account) && held.Count == 0)
        {
            reservations.Remove(run);
        }
    }

    public long Forfeit(Guid run)
    {
        if (!reservations.Remove(run, out var held))
        {
            return 0;
        }

        foreach (var (account, amount) in held)
        {
            var (spent, reserved) = Read(account);
            accounts[account] = (spent + amount, reserved - amount);
        }

        return held.Values.Sum();
    }

    public bool TryWarn(string account, long threshold) => Read(account).Spent >= threshold && warned.Add(account);

    public (long Spent, long Reserved) Read(string account) => accounts.GetValueOrDefault(account);
}
