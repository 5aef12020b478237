using System.Collections.Concurrent;
using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>States of idle sessions that this worker had last. A stale one is harmless: the store refuses the take and the state is read again.</summary>
internal sealed class WarmSessions(int capacity)
{
    private readonly ConcurrentDictionary<Guid, (SessionRow Row, SessionJournal Journal)> sessions = new();
    private readonly ConcurrentQueue<Guid> order = new();

    public void Keep(SessionRow row, SessionJournal journal)
    {
        if (capacity == 0)
        {
            return;
        }

        if (sessions.TryAdd(row.Id, (row, journal)))
        {
            order.Enqueue(row.Id);

            // The dictionary's own count takes all its locks; the queue's is cheap and at least as large.
            while (order.Count > capacity && order.TryDequeue(out var oldest))
            {
                sessions.TryRemove(oldest, out _);
            }
        }
        else
        {
            sessions[row.Id] = (row, journal);
        }
    }

    public bool TryTake(Guid session, out (SessionRow Row, SessionJournal Journal) warm) => sessions.TryRemove(session, out warm);
}
