using Holdfast.Memory;

namespace Holdfast.Runs;

/// <summary>What agents remember of users, for those who see to it: read, corrected, taken back, forgotten. Safe for concurrent use.</summary>
public sealed class UserMemory
{
    private readonly IMemoryStore? store;
    private readonly IdSource ids;
    private readonly TimeProvider time;

    internal UserMemory(IMemoryStore? store, IdSource ids, TimeProvider time)
    {
        this.store = store;
        this.ids = ids;
        this.time = time;
    }

    private IMemoryStore Store => store ?? throw MemoryStep.Unavailable();

    /// <summary>Finds what is remembered of a user, newest first.</summary>
    public Task<IReadOnlyList<MemoryItem>> ListAsync(MemoryQuery query, CancellationToken cancellationToken = default) => Store.ListMemoryAsync(query, cancellationToken);

    /// <summary>Puts another value in the place of one, trusted as the word of whoever corrects it.</summary>
    /// <param name="item">What is corrected; it must count, and not be an episode.</param>
    /// <param name="text">The value, 1 to 1,000 characters.</param>
    /// <param name="by">Who corrects it.</param>
    /// <param name="until">Until when it is so; null for as long as nothing takes its place.</param>
    /// <param name="tenant">The tenant whose memory may be corrected; null for all.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>What took its place.</returns>
    /// <exception cref="HoldfastException"><c>unknown-memory</c>, <c>memory-replaced</c>, <c>invalid-memory</c>.</exception>
    public async Task<MemoryItem> CorrectAsync(Guid item, string text, string by, DateTimeOffset? until = null, string? tenant = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > 1_000)
        {
            throw new HoldfastException("invalid-memory", "A value has 1 to 1,000 characters.");
        }

        var old = await FindAsync(item, tenant, cancellationToken);
        if (old.Kind == MemoryKind.Episode)
        {
            throw new HoldfastException("invalid-memory", "The summary of a session cannot be corrected. Forget it, or correct the fact that it should be.");
        }

        var now = time.GetUtcNow();
        var corrected = old with
        {
            Id = ids.NewId(now),
            Text = text.Trim(),
            Trusted = true,
            Confidence = 1,
            Session = Guid.Empty,
            Run = Guid.Empty,
            Sequence = 0,
            At = now,
            Until = until,
            By = by,
            Status = MemoryStatus.Current,
            ReplacedBy = null,
        };
        Demand(old);
        await Store.RememberAsync(corrected, cancellationToken);
        return await FindAsync(corrected.Id, tenant, cancellationToken);
    }

    /// <summary>Takes an item back that counts; what it took the place of counts again. What was forgotten does not come back.</summary>
    /// <param name="item">The item.</param>
    /// <param name="tenant">The tenant whose memory may be changed; null for all.</param>
    /// <param name="cancellationToken">Gives up before anything is written.</param>
    /// <returns>What counts in its place; the item itself where nothing does.</returns>
    /// <exception cref="HoldfastException"><c>unknown-memory</c>, <c>memory-replaced</c>.</exception>
    public async Task<MemoryItem> UndoAsync(Guid item, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var undone = await FindAsync(item, tenant, cancellationToken);
        Demand(undone);
        if (!await Store.UndoMemoryAsync(item, cancellationToken))
        {
            throw Replaced(undone);
        }

        var query = new MemoryQuery { Tenant = undone.Tenant, User = undone.User, Agent = undone.Agent, Subject = undone.Subject, Status = MemoryStatus.Current };
        return (await Store.ListMemoryAsync(query, cancellationToken)).FirstOrDefault(i => i.Key == undone.Key && i.Kind != MemoryKind.Episode)
            ?? await FindAsync(item, tenant, cancellationToken);
    }

    /// <summary>Forgets an item for good, with all that it took the place of, and erases the text where it was written down.</summary>
    /// <param name="item">The item.</param>
    /// <param name="tenant">The tenant whose memory may be changed; null for all.</param>
    /// <param name="cancellationToken">Gives up; what is marked as forgotten is still erased later.</param>
    /// <returns>Whether it is erased everywhere; false while a session is open that may hold it.</returns>
    /// <exception cref="HoldfastException"><c>unknown-memory</c>.</exception>
    public async Task<bool> ForgetAsync(Guid item, string? tenant = null, CancellationToken cancellationToken = default)
    {
        var forgotten = await FindAsync(item, tenant, cancellationToken);
        await Store.ForgetAsync(item, time.GetUtcNow(), cancellationToken);
        await Store.EraseForgottenAsync(cancellationToken);
        var waiting = await Store.ListMemoryAsync(new MemoryQuery { Tenant = forgotten.Tenant, User = forgotten.User, Status = MemoryStatus.Forgotten }, cancellationToken);
        return waiting.All(i => i.Id != item);
    }

    private async Task<MemoryItem> FindAsync(Guid item, string? tenant, CancellationToken cancellationToken) =>
        await Store.FindMemoryAsync(item, tenant, cancellationToken) ?? throw new HoldfastException("unknown-memory", $"Nothing is remembered under the id {item:N}.");

    private static void Demand(MemoryItem item)
    {
        if (item.Status != MemoryStatus.Current)
        {
            throw Replaced(item);
        }
    }

    private static HoldfastException Replaced(MemoryItem item) =>
        new("memory-replaced", $"{item.Id:N} does not count any more{(item.ReplacedBy is { } by ? $": {by:N} took its place" : "")}. Change what counts now.");
}
