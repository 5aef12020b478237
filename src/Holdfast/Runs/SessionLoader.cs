using Holdfast.Journal;
using Holdfast.Runs.Events;

namespace Holdfast.Runs;

/// <summary>Rebuilds a session's state from its events: the first one and those since the last compaction, so the cost does not grow with the session.</summary>
internal static class SessionLoader
{
    public static async Task<RunState> LoadAsync(IJournalStore store, SessionRow session, CancellationToken cancellationToken) =>
        (await LoadWithHashAsync(store, session, cancellationToken)).State;

    /// <summary>Loads the state with the hash of its last event: the session's row may be older than the events, or newer.</summary>
    public static async Task<(RunState State, ReadOnlyMemory<byte> Hash)> LoadWithHashAsync(IJournalStore store, SessionRow session, CancellationToken cancellationToken)
    {
        var state = RunState.Empty with { Session = session.Id };
        if (session.FoldFrom > 1)
        {
            state = Fold(state, await store.ReadEventsAsync(session.Id, 1, 1, cancellationToken));
        }

        var events = await store.ReadEventsAsync(session.Id, session.FoldFrom, long.MaxValue, cancellationToken);
        return (Fold(state, events), events.Count == 0 ? session.HeadHash : events[^1].Hash);
    }

    public static RunState Fold(RunState state, IReadOnlyList<EventRecord> records)
    {
        foreach (var record in records)
        {
            state = RunReducer.Apply(state, EventCodec.Decode(record), record.Sequence, record.At);
        }

        return state;
    }
}
