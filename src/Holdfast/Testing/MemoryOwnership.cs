using Holdfast.Journal;

namespace Holdfast.Testing;

/// <summary>Which sessions are ready and who owns the running ones. The store's lock guards it.</summary>
internal sealed class MemoryOwnership
{
    private static readonly Comparer<MemorySession> Oldest =
        Comparer<MemorySession>.Create(static (a, b) => (a.ReadyAt, a.Number).CompareTo((b.ReadyAt, b.Number)));

    private readonly SortedSet<MemorySession> ready = new(Oldest);
    private readonly HashSet<MemorySession> waiting = [];
    private readonly Dictionary<string, HashSet<MemorySession>> owned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> heartbeats = new(StringComparer.Ordinal);

    /// <summary>Enters a session as it was opened.</summary>
    public void Enter(MemorySession session) => Set(session, session.Status, session.Owner, session.ReadyAt);

    public void Set(MemorySession session, SessionStatus status, string? owner, DateTimeOffset readyAt)
    {
        ready.Remove(session);
        waiting.Remove(session);
        if (session.Owner is not null && owned.TryGetValue(session.Owner, out var before))
        {
            before.Remove(session);
        }

        (session.Status, session.Owner, session.ReadyAt) = (status, owner, readyAt);
        if (status == SessionStatus.Ready)
        {
            ready.Add(session);
        }

        if (owner is not null)
        {
            if (!owned.TryGetValue(owner, out var sessions))
            {
                owned.Add(owner, sessions = []);
            }

            sessions.Add(session);
        }
    }

    public void Wait(MemorySession session, DateTimeOffset until)
    {
        Set(session, SessionStatus.Waiting, owner: null, session.ReadyAt);
        session.WakeAt = until;
        waiting.Add(session);
    }

    public IEnumerable<MemorySession> OwnedBy(string worker) => owned.TryGetValue(worker, out var sessions) ? sessions : [];

    public void Heartbeat(string worker, DateTimeOffset now) => heartbeats[worker] = now;

    /// <summary>Forgets workers that have long been silent and own nothing.</summary>
    public int Purge(DateTimeOffset before, int limit)
    {
        var gone = heartbeats.Where(beat => beat.Value < before && !OwnedBy(beat.Key).Any()).Take(limit).Select(static beat => beat.Key).ToList();
        gone.ForEach(worker => heartbeats.Remove(worker));
        return gone.Count;
    }

    public bool Retire(string worker)
    {
        heartbeats.Remove(worker);
        if (!owned.Remove(worker, out var sessions))
        {
            return false;
        }

        foreach (var session in sessions.Where(static session => session.Status == SessionStatus.Running))
        {
            Set(session, SessionStatus.Ready, owner: null, session.ReadyAt);
        }

        return sessions.Count > 0;
    }

    public List<MemorySession> Claim(string worker, int limit, DateTimeOffset deadSince, IReadOnlyCollection<Guid> except, DateTimeOffset? now)
    {
        var orphans = owned
            .Where(entry => entry.Value.Count > 0 && (!heartbeats.TryGetValue(entry.Key, out var beat) || beat < deadSince))
            .SelectMany(static entry => entry.Value)
            .Where(static session => session.Status == SessionStatus.Running);
        var due = waiting.Where(session => session.WakeAt <= now);
        var claimed = ready.Concat(orphans).Concat(due).Where(session => !except.Contains(session.Id)).Order(Oldest).Take(limit).ToList();
        foreach (var session in claimed)
        {
            Set(session, SessionStatus.Running, worker, session.ReadyAt);
            session.Epoch++;
        }

        return claimed;
    }
}
