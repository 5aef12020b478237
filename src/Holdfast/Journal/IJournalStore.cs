namespace Holdfast.Journal;

/// <summary>Keeps sessions, their events and their inboxes. Implemented by each engine and checked by one contract suite.</summary>
/// <remarks>
/// Safe for concurrent use. Every method throws <see cref="HoldfastException"/> with code <c>store-unavailable</c> when the engine cannot be reached, having
/// written nothing or, after a lost connection during a commit, perhaps everything: the caller finds out by reading.
/// </remarks>
public interface IJournalStore : IAsyncDisposable
{
    /// <summary>The engine's name: <c>sqlite</c>, <c>postgresql</c> or <c>memory</c>.</summary>
    string Engine { get; }

    /// <summary>What a commit survives, as the engine is really configured. Known after <see cref="InitializeAsync"/>.</summary>
    Durability Durability { get; }

    /// <summary>How many calls of <see cref="CommitAsync"/> may usefully run at once, at least 1.</summary>
    int CommitLanes { get; }

    /// <summary>Creates or upgrades the schema and checks the configuration. Safe to call from several processes at once.</summary>
    /// <exception cref="HoldfastException">
    /// <c>store-too-new</c>: written by a newer version of Holdfast. <c>store-not-durable</c>: the engine is configured to lose commits.
    /// </exception>
    Task InitializeAsync(CancellationToken cancellationToken = default);

    /// <summary>Writes a batch in one transaction, in order, and sets each <see cref="Commit.Outcome"/>. A refused commit does not touch the others.</summary>
    /// <param name="batch">At least one commit; several may be of the same session and are then applied one after the other.</param>
    /// <param name="cancellationToken">Gives up waiting before the transaction starts; a started one is finished.</param>
    Task CommitAsync(IReadOnlyList<Commit> batch, CancellationToken cancellationToken = default);

    /// <summary>Returns the session, with its head, or null.</summary>
    Task<SessionRow?> FindSessionAsync(Guid session, CancellationToken cancellationToken = default);

    /// <summary>Returns what became of the request with this idempotency key, or null when none was carried out.</summary>
    /// <param name="tenant">The tenant.</param>
    /// <param name="key">The caller's key.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IdempotencyEntry?> FindRequestAsync(string tenant, string key, CancellationToken cancellationToken = default);

    /// <summary>Reads a session's events in order.</summary>
    /// <param name="session">The session.</param>
    /// <param name="from">The first sequence number wanted.</param>
    /// <param name="to">The last sequence number wanted; <see cref="long.MaxValue"/> for all.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<EventRecord>> ReadEventsAsync(Guid session, long from, long to, CancellationToken cancellationToken = default);

    /// <summary>Reads a session's inbox in order of arrival.</summary>
    Task<IReadOnlyList<InboxItem>> ReadInboxAsync(Guid session, CancellationToken cancellationToken = default);

    /// <summary>
    /// Claims sessions that are ready, that have waited until their time came, or whose owner's heartbeat is older than <paramref name="deadSince"/>, oldest
    /// first. Each gets this owner and a new epoch.
    /// </summary>
    /// <param name="worker">The worker that claims.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="deadSince">Owners without a heartbeat since then are dead (an owner without any heartbeat row, too).</param>
    /// <param name="except">Sessions that this worker cannot run (it lacks their agent, say); they are left to others. Null for none.</param>
    /// <param name="now">Sessions that wait until then or earlier are claimed, too; null for none of them.</param>
    /// <param name="cancellationToken">Gives up before anything is claimed.</param>
    Task<IReadOnlyList<SessionRow>> ClaimAsync(
        string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid>? except = null, DateTimeOffset? now = null,
        CancellationToken cancellationToken = default);

    /// <summary>Returns the sessions that a worker owns, in no order: those it runs, and those it got without learning of it, because the answer to a claim was lost.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<OwnedSession>> ListOwnedAsync(string worker, CancellationToken cancellationToken = default);

    /// <summary>Records that a worker is alive: one row per worker.</summary>
    Task HeartbeatAsync(string worker, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Removes a worker; every session that it still owns becomes ready, for others to claim.</summary>
    Task RetireAsync(string worker, CancellationToken cancellationToken = default);

    /// <summary>Removes what is old and of no use any more: idempotency keys, what waits in the inboxes of closed sessions, heartbeats of workers that own nothing, notices that were sent.</summary>
    /// <param name="before">Only what is older.</param>
    /// <param name="limit">How many rows at most, at least 1: a small number keeps others from waiting.</param>
    /// <param name="cancellationToken">Gives up before anything is removed.</param>
    /// <returns>How many rows were removed; fewer than <paramref name="limit"/> when nothing is left to remove.</returns>
    Task<int> PurgeAsync(DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Yields the ids of sessions to which something happened that a worker should look at: an acceptance or a release to ready, from any process.</summary>
    /// <remarks>A hint, not a promise: workers poll as well. An empty id means "look at everything" (after a reconnect, say).</remarks>
    IAsyncEnumerable<Guid> WakeupsAsync(CancellationToken cancellationToken = default);
}
