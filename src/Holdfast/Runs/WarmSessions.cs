using System.Collections.Concurrent;
using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>States of idle sessions that this worker had last. A stale one is harmless: the store refuses the take and the state is read again.</summary>
internal sealed class WarmSessions(int capacity)
{
    private readonly ConcurrentDictionary<Guid, Entry> sessions = new();
    private readonly ConcurrentQueue<Entry> order = new();

    public void Keep(SessionRow row, SessionJournal journal)
    {
        if (capacity == 0)
        {
            return;
        }

        var entry = new Entry(row, journal);
        sessions[row.Id] = entry;
        order.Enqueue(entry);

        // The dictionary's own count takes all its locks; the queue's is cheap and at least as large.
        while (order.Count > capacity && order.TryDequeue(out var oldest))
        {
            // Only that entry: the same session may have been kept again since.
            sessions.TryRemove(new KeyValuePair<Guid, Entry>(oldest.Row.Id, oldest));
        }
    }

    public bool TryTake(Guid session, out (SessionRow Row, SessionJournal Journal) warm)
    {
        var found = sessions.TryRemove(session, out var entry);
        warm = found ? (entry!.Row, entry.Journal) : default;
        return found;
    }

    private sealed class Entry(SessionRow row, SessionJournal journal)
    {
        public SessionRow Row { get; } = row;

        public SessionJournal Journal { get; } = journal;
    }
}
