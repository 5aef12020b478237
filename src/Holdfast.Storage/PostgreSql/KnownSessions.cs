using System.Collections.Concurrent;
using Holdfast.Journal;

namespace Holdfast.Storage.PostgreSql;

/// <summary>The sessions that this process wrote last, as it left them. Safe for concurrent use.</summary>
/// <remarks>What is known may be out of date: a <see cref="Guard"/> has the server compare it under the rows' locks.</remarks>
internal sealed class KnownSessions
{
    private const int MostKept = 16384;
    private readonly ConcurrentDictionary<Guid, SessionState> states = new();

    /// <summary>Returns a copy of what is known, for a batch to change; null when nothing is.</summary>
    public SessionState? Find(Guid session) => states.TryGetValue(session, out var state) ? state.AsFound() : null;

    /// <summary>Keeps the sessions of a batch that is durable.</summary>
    public void Keep(Snapshot snapshot)
    {
        if (states.Count > MostKept)
        {
            states.Clear();
        }

        foreach (var state in snapshot.Sessions.Values)
        {
            // The head was read only where the batch appended.
            if (state.Head > 0 && state.Status != SessionStatus.Closed)
            {
                states[state.Id] = state;
            }
        }
    }

    public void Forget(IReadOnlyList<Commit> batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            states.TryRemove(batch[i].Session, out _);
            if (batch[i].Deliver is { } item)
            {
                states.TryRemove(item.Session, out _);
            }
        }
    }
}
