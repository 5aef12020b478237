using Holdfast.Journal;
using Holdfast.Memory;

namespace Holdfast.Testing;

/// <summary>What agents remember of users, in memory. The store's lock guards it.</summary>
internal sealed class MemoryItems(MemoryJournal journal)
{
    private readonly List<(MemoryItem Item, DateTimeOffset ForgottenAt)> items = [];

    public void Remember(MemoryItem item)
    {
        if (items.Exists(i => i.Item.Id == item.Id))
        {
            return;
        }

        item = item with { Status = MemoryStatus.Current, ReplacedBy = null };
        if (item.Kind == MemoryKind.Episode)
        {
            items.Add((item, default));
            foreach (var old in Of(item).Where(i => i.Kind == MemoryKind.Episode).OrderByDescending(i => i.At).Skip(IMemoryStore.MostEpisodes).ToList())
            {
                items.RemoveAll(i => i.Item.Id == old.Id);
            }

            return;
        }

        var same = Of(item).Where(i => i.Kind != MemoryKind.Episode && i.Status == MemoryStatus.Current).ToList();
        var replaced = same.Where(i => i.Subject == item.Subject && i.Key == item.Key && (item.Trusted || !i.Trusted)).ToList();
        if (replaced.Count == 0 && same.Count >= IMemoryStore.MostItems)
        {
            throw new HoldfastException("memory-full", $"{IMemoryStore.MostItems} items are kept of this user already.");
        }

        replaced.ForEach(i => Change(i.Id, old => old with { Status = MemoryStatus.Replaced, ReplacedBy = item.Id }));
        items.Add((item, default));
    }

    public IReadOnlyList<MemoryItem> List(MemoryQuery query) =>
    [
        .. items.Select(i => i.Item)
            .Where(i => i.Tenant == query.Tenant && i.User == query.User
                && (query.Agent is null || i.Agent == query.Agent) && (query.Subject is null || i.Subject == query.Subject) && (query.Kind is null || i.Kind == query.Kind)
                && (query.Status is null ? i.Status != MemoryStatus.Forgotten : i.Status == query.Status) && (query.Before is null || i.At < query.Before))
            .Reverse().OrderByDescending(i => i.At).Take(query.Limit),
    ];

    public MemoryItem? Find(Guid item, string? tenant) =>
        items.Select(i => i.Item).FirstOrDefault(i => i.Id == item && i.Status != MemoryStatus.Forgotten && (tenant is null || i.Tenant == tenant));

    public bool Undo(Guid item)
    {
        if (Find(item, null) is not { Status: MemoryStatus.Current })
        {
            return false;
        }

        Change(item, i => i with { Status = MemoryStatus.Undone });
        foreach (var old in items.Where(i => i.Item.ReplacedBy == item).Select(i => i.Item.Id).ToList())
        {
            Change(old, i => i with { Status = MemoryStatus.Current, ReplacedBy = null });
        }

        return true;
    }

    public bool Forget(Guid item, DateTimeOffset now)
    {
        if (Find(item, null) is not { } found)
        {
            return false;
        }

        foreach (var one in Of(found).Where(i => i.Id == item || (found.Kind != MemoryKind.Episode && i.Kind != MemoryKind.Episode && i.Subject == found.Subject && i.Key == found.Key)).ToList())
        {
            var index = items.FindIndex(i => i.Item.Id == one.Id);
            items[index] = (one with { Status = MemoryStatus.Forgotten }, now);
            TakeFromEpisodes(one);
        }

        return true;
    }

    public int EraseForgotten()
    {
        var gone = 0;
        foreach (var (item, at) in items.Where(i => i.Item.Status == MemoryStatus.Forgotten).ToList())
        {
            var sessions = journal.Sessions.Values.Where(s => s.Tenant == item.Tenant && s.User == item.User && s.ToRow().Agent == item.Agent).ToList();
            foreach (var session in sessions.Where(s => s.Status == SessionStatus.Closed))
            {
                Erase(session, item);
            }

            if (sessions.Exists(s => s.Status != SessionStatus.Closed && s.OpenedAt <= at))
            {
                continue;
            }

            TakeFromEpisodes(item);
            items.RemoveAll(i => i.Item.Id == item.Id);
            gone++;
        }

        return gone;
    }

    public IReadOnlyList<SessionRow> Expired(IReadOnlyCollection<string> agents, DateTimeOffset now, int limit) =>
    [
        .. journal.Sessions.Values.Select(s => s.ToRow())
            .Where(s => s.Status == SessionStatus.Idle && s.Runs > 0 && s.ExpiresAt <= now && s.User != Principal.Anonymous.User && agents.Contains(s.Agent))
            .OrderBy(s => s.ExpiresAt).Take(limit),
    ];

    private void TakeFromEpisodes(MemoryItem item)
    {
        foreach (var episode in Of(item).Where(i => i.Kind == MemoryKind.Episode).ToList())
        {
            Change(episode.Id, i => i with { Text = ForgottenText.Without(i.Text, item.Text) });
        }
    }

    private static void Erase(MemorySession session, MemoryItem item)
    {
        var run = session.Events.Find(e => e.Sequence == item.Sequence)?.Run;
        for (var i = 0; i < session.Events.Count; i++)
        {
            var record = session.Events[i];
            var isSource = session.Id == item.Session && (item.Kind == MemoryKind.Episode || (run > 0 && record.Run == run));
            if (!record.Payload.IsEmpty && (isSource || ForgottenText.IsIn(record.Payload.Span, item.Text)))
            {
                session.Events[i] = record with { Payload = default, ErasedPayloadHash = System.Security.Cryptography.SHA256.HashData(record.Payload.Span) };
            }
        }
    }

    private IEnumerable<MemoryItem> Of(MemoryItem other) =>
        items.Select(i => i.Item).Where(i => i.Tenant == other.Tenant && i.User == other.User && i.Agent == other.Agent && i.Status != MemoryStatus.Forgotten);

    private void Change(Guid id, Func<MemoryItem, MemoryItem> change)
    {
        var index = items.FindIndex(i => i.Item.Id == id);
        items[index] = (change(items[index].Item), items[index].ForgottenAt);
    }
}
