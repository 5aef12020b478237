using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Runs;

/// <summary>The sessions that a worker has in hand, and the results of their runs. Safe for concurrent use.</summary>
/// <param name="most">How many there may be at once.</param>
internal sealed class ActiveRuns(int most)
{
    private readonly ConcurrentDictionary<Guid, RunHandle> sessions = new();
    private readonly ConcurrentDictionary<Guid, (string Tenant, TaskCompletionSource<RunResult?> Result)> results = new();
    private int count;
    private volatile bool closed;

    /// <summary>How many more may be started; 0 or less for none.</summary>
    public int Room => closed ? 0 : most - Volatile.Read(ref count);

    /// <summary>Whether the worker stops: nothing is started any more.</summary>
    public bool IsClosed => closed;

    public bool Contains(Guid session) => sessions.ContainsKey(session);

    public bool TryGet(Guid session, [NotNullWhen(true)] out RunHandle? handle) => sessions.TryGetValue(session, out handle);

    public IEnumerable<KeyValuePair<Guid, RunHandle>> All => sessions;

    /// <summary>Takes a session in hand that need not be this worker's; not when there is no room, nor when the worker stops, nor twice.</summary>
    public bool TryStart(Guid session, RunHandle handle)
    {
        if (Interlocked.Increment(ref count) > most || closed || !sessions.TryAdd(session, handle))
        {
            Interlocked.Decrement(ref count);
            return false;
        }

        if (!closed)
        {
            return true;
        }

        Remove(session, handle);
        return false;
    }

    /// <summary>Takes a session in hand that this worker owns already, whether there is room or not; not twice.</summary>
    public bool TryResume(Guid session, RunHandle handle)
    {
        if (!sessions.TryAdd(session, handle))
        {
            return false;
        }

        Interlocked.Increment(ref count);
        return true;
    }

    /// <summary>Lets a session go; returns whether it was still in hand.</summary>
    public bool Remove(Guid session, RunHandle handle)
    {
        if (!sessions.TryRemove(new(session, handle)))
        {
            return false;
        }

        Interlocked.Decrement(ref count);
        handle.Ended.TrySetResult();
        handle.Dispose();
        return true;
    }

    /// <summary>Announces a run, so that its end can be waited for.</summary>
    public void Announce(Guid run, string tenant) =>
        results[run] = (tenant, new TaskCompletionSource<RunResult?>(TaskCreationOptions.RunContinuationsAsynchronously));

    /// <summary>The result to come of a run in hand: null in the end when the run was lost or handed over.</summary>
    public bool TryGetResult(Guid run, string? tenant, [NotNullWhen(true)] out Task<RunResult?>? result)
    {
        result = results.TryGetValue(run, out var entry) && (tenant is null || tenant == entry.Tenant) ? entry.Result.Task : null;
        return result is not null;
    }

    /// <summary>Tells those who wait for a run what came of it, and forgets it.</summary>
    public void Conclude(Guid run, RunResult? result)
    {
        if (results.TryRemove(run, out var entry))
        {
            entry.Result.TrySetResult(result);
        }
    }

    /// <summary>Asks every run to be handed over and waits until none is in hand. Nothing is started any more.</summary>
    public async Task DrainAsync()
    {
        closed = true;
        while (!sessions.IsEmpty)
        {
            foreach (var handle in sessions.Values)
            {
                handle.Draining = true;
            }

            // A claim under way may add more; they are handed over in the next round.
            foreach (var handle in sessions.Values)
            {
                await handle.Ended.Task;
            }
        }
    }
}
