using Holdfast.Journal;

namespace Holdfast.Memory;

/// <summary>Keeps what agents know of users across sessions. Implemented by each engine beside <see cref="IJournalStore"/>, and checked by one contract suite.</summary>
/// <remarks>Safe for concurrent use. What is forgotten is not found any more, and erased from the journals where it came from as soon as their sessions are closed.</remarks>
public interface IMemoryStore
{
    /// <summary>The most items that count for one user and agent, episodes apart.</summary>
    const int MostItems = 1_000;

    /// <summary>The most episodes kept for one user and agent; older ones go.</summary>
    const int MostEpisodes = 200;

    /// <summary>Keeps an item. It takes the place of what is known by the same subject and key, except that what is not trusted takes no place of what is.</summary>
    /// <param name="item">The item. One that is known by its id changes nothing.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <exception cref="HoldfastException"><c>memory-full</c>: <see cref="MostItems"/> count already.</exception>
    Task RememberAsync(MemoryItem item, CancellationToken cancellationToken = default);

    /// <summary>Finds items.</summary>
    Task<IReadOnlyList<MemoryItem>> ListMemoryAsync(MemoryQuery query, CancellationToken cancellationToken = default);

    /// <summary>Returns an item that is not forgotten, or null when there is none or it is another tenant's.</summary>
    Task<MemoryItem?> FindMemoryAsync(Guid item, string? tenant, CancellationToken cancellationToken = default);

    /// <summary>Takes an item back that counts, and lets count again what it took the place of.</summary>
    /// <returns>Whether it counted.</returns>
    Task<bool> UndoMemoryAsync(Guid item, CancellationToken cancellationToken = default);

    /// <summary>Forgets an item with all that it took the place of. It cannot be undone.</summary>
    /// <param name="item">The item.</param>
    /// <param name="now">The time: sessions opened before it may hold the text.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>Whether it was there.</returns>
    Task<bool> ForgetAsync(Guid item, DateTimeOffset now, CancellationToken cancellationToken = default);

    /// <summary>Erases what was forgotten from closed sessions, and from memory itself where no open session of the user and agent can hold it any more.</summary>
    /// <returns>How many items are gone altogether.</returns>
    Task<int> EraseForgottenAsync(CancellationToken cancellationToken = default);

    /// <summary>Finds sessions of named users that expired and are idle.</summary>
    /// <param name="agents">The agents whose sessions are wanted.</param>
    /// <param name="now">The time.</param>
    /// <param name="limit">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    Task<IReadOnlyList<SessionRow>> ListExpiredAsync(IReadOnlyCollection<string> agents, DateTimeOffset now, int limit, CancellationToken cancellationToken = default);
}
