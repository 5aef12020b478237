namespace Holdfast.Journal;

/// <summary>The notices that were committed with what they tell of, until they are sent. Implemented by each engine beside <see cref="IJournalStore"/>.</summary>
/// <remarks>Safe for concurrent use by any number of processes. Each notice is leased again until it is settled: it is sent at least once.</remarks>
public interface INoticeStore
{
    /// <summary>Returns notices whose time has come, oldest first, and keeps them from others for a while. Tickets that became overdue get their notice first.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="now">The time.</param>
    /// <param name="lease">For how long: longer than sending takes.</param>
    /// <param name="cancellationToken">Gives up before anything is leased.</param>
    Task<IReadOnlyList<LeasedNotice>> LeaseNoticesAsync(string channel, int limit, DateTimeOffset now, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Says what became of a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="nextAt">When it is tried again; null when it was sent, or is given up.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    Task SettleNoticeAsync(Notice notice, DateTimeOffset? nextAt, CancellationToken cancellationToken = default);
}
