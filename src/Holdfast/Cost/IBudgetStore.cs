namespace Holdfast.Cost;

/// <summary>Keeps ceilings that several sessions share (a user's day, a tenant's day). Implemented by each engine.</summary>
/// <remarks>Safe for concurrent use, from several processes: the sum of what is spent and reserved never passes the ceiling.</remarks>
public interface IBudgetStore
{
    /// <summary>Reserves an amount for a run if it fits under the ceiling, atomically.</summary>
    /// <param name="account">Whose budget, such as <c>user/default/ann/2026-03-01</c>.</param>
    /// <param name="run">The run that reserves.</param>
    /// <param name="amountNanos">How much, in nano-dollars, at least 1.</param>
    /// <param name="ceilingNanos">The ceiling, in nano-dollars.</param>
    /// <param name="cancellationToken">Gives up before anything is reserved.</param>
    /// <returns>True when reserved; false when it would not fit.</returns>
    Task<bool> TryReserveAsync(string account, Guid run, long amountNanos, long ceilingNanos, CancellationToken cancellationToken = default);

    /// <summary>Turns a run's reservation into what was really spent, and frees the rest.</summary>
    /// <param name="account">Whose budget.</param>
    /// <param name="run">The run.</param>
    /// <param name="reservedNanos">The part of the run's reservation that ends.</param>
    /// <param name="spentNanos">What was spent, at most <paramref name="reservedNanos"/>.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task SettleAsync(string account, Guid run, long reservedNanos, long spentNanos, CancellationToken cancellationToken = default);

    /// <summary>Counts all that a run still has reserved as spent, in every account: what a crashed worker may have spent is not given back.</summary>
    /// <returns>How much that was, in nano-dollars.</returns>
    Task<long> ForfeitAsync(Guid run, CancellationToken cancellationToken = default);

    /// <summary>Marks an account of which at least so much is spent, so that one warning is given of it.</summary>
    /// <param name="account">Whose budget.</param>
    /// <param name="thresholdNanos">From how much spent on, in nano-dollars, at least 1.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>True for the one call that marked it; false when less is spent, or it was marked before.</returns>
    Task<bool> TryWarnAsync(string account, long thresholdNanos, CancellationToken cancellationToken = default);

    /// <summary>Returns what is spent and reserved in an account, in nano-dollars.</summary>
    Task<(long SpentNanos, long ReservedNanos)> ReadAsync(string account, CancellationToken cancellationToken = default);
}
