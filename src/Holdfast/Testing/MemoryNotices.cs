using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>The notices in memory. The store's lock guards it.</summary>
internal sealed class MemoryNotices
{
    private readonly Dictionary<(string Channel, string Kind, Guid Subject), Entry> notices = [];

    public void Add(Notice notice) => notices.TryAdd(KeyOf(notice), new Entry(notice) { NextAt = notice.At });

    public IReadOnlyList<LeasedNotice> Lease(string channel, int limit, DateTimeOffset now, TimeSpan lease, IEnumerable<TicketRow> overdue)
    {
        foreach (var ticket in overdue)
        {
            notices.TryAdd((channel, Notice.TicketOverdue, ticket.Id), new Entry(new Notice(channel, Notice.TicketOverdue, ticket.Id, ticket.DueAt)) { NextAt = now });
        }

        var due = notices.Values.Where(entry => entry.Notice.Channel == channel && entry.NextAt <= now).OrderBy(static entry => entry.NextAt).Take(limit).ToList();
        foreach (var entry in due)
        {
            entry.NextAt = now + lease;
            entry.Attempts++;
        }

        return [.. due.Select(static entry => new LeasedNotice(entry.Notice, entry.Attempts))];
    }

    public void Settle(Notice notice, DateTimeOffset? nextAt)
    {
        if (notices.TryGetValue(KeyOf(notice), out var entry))
        {
            entry.NextAt = nextAt;
        }
    }

    /// <summary>Forgets notices that were sent, but not that a ticket is overdue while it is.</summary>
    public int Purge(DateTimeOffset before, int limit, Func<Guid, bool> isUnclosed)
    {
        var old = notices.Values.Where(entry => entry.NextAt is null && entry.Notice.At < before)
            .Where(entry => entry.Notice.Kind != Notice.TicketOverdue || !isUnclosed(entry.Notice.Subject)).Take(limit).ToList();
        old.ForEach(entry => notices.Remove(KeyOf(entry.Notice)));
        return old.Count;
    }

    private static (string, string, Guid) KeyOf(Notice notice) => (notice.Channel, notice.Kind, notice.Subject);

    private sealed class Entry(Notice notice)
    {
        public Notice Notice => notice;

        public DateTimeOffset? NextAt { get; set; }

        public int Attempts { get; set; }
    }
}
