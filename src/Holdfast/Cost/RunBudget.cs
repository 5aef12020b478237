namespace Holdfast.Cost;

/// <summary>The ceilings that one run stands under, and what is left of each. Reserve before an attempt, settle after it.</summary>
/// <remarks>Owned by one run, and safe for concurrent use: several tools of a turn may ask for vectors at once. Ceilings that sessions share are kept in <see cref="IBudgetStore"/>.</remarks>
public sealed class RunBudget
{
    /// <summary>The least output worth asking for, in tokens: below it a call is refused instead of being cut off.</summary>
    public const int LeastOutputTokens = 16;

    /// <summary>From which percentage of a shared ceiling on a warning is given, once for each account.</summary>
    public const int WarningPercent = 80;

    private readonly List<BudgetWarning> warnings = [];
    private readonly Ceiling[] ceilings;
    private readonly SharedBudget[] shared;
    private readonly IBudgetStore? store;
    private readonly Guid run;

    /// <summary>Creates the budget of a run.</summary>
    /// <param name="ceilings">Ceilings of the run and its session, with what is left.</param>
    /// <param name="shared">Ceilings shared with other sessions.</param>
    /// <param name="store">Where shared ceilings are kept; needed when there are any.</param>
    /// <param name="run">The run.</param>
    public RunBudget(IEnumerable<Ceiling> ceilings, IEnumerable<SharedBudget> shared, IBudgetStore? store, Guid run)
    {
        this.ceilings = [.. ceilings];
        this.shared = [.. shared];
        this.store = store;
        this.run = run;
    }

    /// <summary>The shared ceilings of which this budget's settlements brought what is spent to <see cref="WarningPercent"/> or more, and nobody was warned before.</summary>
    public IReadOnlyList<BudgetWarning> Warnings => warnings;

    /// <summary>Reserves as much as fits: the output is shortened where that lets the call fit.</summary>
    /// <param name="inputTokens">An upper bound of the input, in tokens.</param>
    /// <param name="outputTokens">The output wished for, in tokens.</param>
    /// <param name="price">The model's price.</param>
    /// <param name="cancellationToken">Gives up looking for what is left after a refusal; a reservation itself is never broken off.</param>
    /// <returns>The reservation, or the refusal.</returns>
    public async ValueTask<(BudgetReservation Reserved, BudgetRefusal? Refusal)> ReserveAsync(
        long inputTokens, int outputTokens, ModelPrice price, CancellationToken cancellationToken)
    {
        var (output, refused) = Take(inputTokens, outputTokens, price);
        var reserved = new BudgetReservation(inputTokens, output, price.CostNanos(inputTokens, output));
        if (refused is not null)
        {
            return (default, refused);
        }

        for (var i = 0; i < shared.Length && reserved.CostNanos > 0; i++)
        {
            var taken = false;
            try
            {
                // Not cancelled: a reservation of which nobody knows whether it was made would be held for the day.
                taken = await ReserveSharedAsync(i, reserved.CostNanos);
            }
            finally
            {
                if (!taken)
                {
                    GiveBack(reserved, 0, 0, 0, price);
                }
            }

            if (!taken)
            {
                var (spent, pending) = await store!.ReadAsync(shared[i].Account, cancellationToken);
                return (default, new BudgetRefusal(shared[i].Name, reserved.CostNanos, Math.Max(0, shared[i].CeilingNanos - spent - pending)));
            }
        }

        return (reserved, null);
    }

    /// <summary>Takes as much as fits from the ceilings of the run and its session.</summary>
    private (int Output, BudgetRefusal? Refusal) Take(long inputTokens, int outputTokens, ModelPrice price)
    {
        lock (ceilings)
        {
            var output = outputTokens;
            var least = Math.Min(outputTokens, LeastOutputTokens);
            foreach (var ceiling in ceilings)
            {
                var needed = ceiling.Of(inputTokens, least, price);
                if (needed > ceiling.Left)
                {
                    return (0, new BudgetRefusal(ceiling.Name, needed, Math.Max(0, ceiling.Left)));
                }

                while (output > least && ceiling.Of(inputTokens, output, price) > ceiling.Left)
                {
                    // The cost is linear in the output, so one division lands; the loop only guards against rounding.
                    var perToken = Math.Max(1, ceiling.Of(0, 1, price));
                    output = (int)Math.Max(least, Math.Min(output - 1, (ceiling.Left - ceiling.Of(inputTokens, 0, price)) / perToken));
                }
            }

            foreach (var ceiling in ceilings)
            {
                ceiling.Left -= ceiling.Of(inputTokens, output, price);
            }

            return (output, null);
        }
    }

    private void GiveBack(BudgetReservation reserved, long inputTokens, long outputTokens, long costNanos, ModelPrice price)
    {
        lock (ceilings)
        {
            foreach (var ceiling in ceilings)
            {
                ceiling.Left += ceiling.Of(reserved.InputTokens, reserved.OutputTokens, price) - (ceiling.IsMoney ? costNanos : inputTokens + outputTokens);
            }
        }
    }

    private async ValueTask<bool> ReserveSharedAsync(int index, long costNanos)
    {
        var reserved = false;
        try
        {
            reserved = await store!.TryReserveAsync(shared[index].Account, run, costNanos, shared[index].CeilingNanos, CancellationToken.None);
            return reserved;
        }
        finally
        {
            for (var i = 0; i < index && !reserved; i++)
            {
                await store!.SettleAsync(shared[i].Account, run, costNanos, 0, CancellationToken.None);
            }
        }
    }

    /// <summary>Replaces a reservation by what was really used.</summary>
    /// <param name="reserved">The reservation.</param>
    /// <param name="inputTokens">Tokens sent.</param>
    /// <param name="outputTokens">Tokens received.</param>
    /// <param name="costNanos">What they cost.</param>
    /// <param name="price">The model's price, as at the reservation.</param>
    public async ValueTask SettleAsync(BudgetReservation reserved, long inputTokens, long outputTokens, long costNanos, ModelPrice price)
    {
        GiveBack(reserved, inputTokens, outputTokens, costNanos, price);
        if (reserved.CostNanos > 0)
        {
            foreach (var account in shared)
            {
                // Not cancelled with the run: money that was spent must be counted.
                // A provider that used more than it was allowed cannot make the account hold more than was reserved.
                await store!.SettleAsync(account.Account, run, reserved.CostNanos, Math.Min(costNanos, reserved.CostNanos), CancellationToken.None);
                if (await store!.TryWarnAsync(account.Account, Math.Max(1, account.CeilingNanos / 100 * WarningPercent), CancellationToken.None))
                {
                    lock (ceilings)
                    {
                        warnings.Add(new BudgetWarning(account.Name, account.CeilingNanos));
                    }
                }
            }
        }
    }
}
