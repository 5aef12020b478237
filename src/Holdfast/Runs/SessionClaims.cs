using System.Collections.Concurrent;
using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>Finds the sessions that a worker has to work on: those it can claim, and those it owns without working on them.</summary>
/// <param name="services">What the worker works with.</param>
/// <param name="active">What it has in hand.</param>
/// <param name="resume">Goes on with a session of this worker.</param>
/// <param name="check">Looks at the inbox of a session in hand.</param>
/// <param name="stopping">Ends the search.</param>
internal sealed class SessionClaims(
    RunServices services, ActiveRuns active, Func<SessionRow, Task> resume, Func<Guid, RunHandle, Task> check, CancellationToken stopping)
{
    private const int MostAtOnce = 32;

    private readonly ConcurrentQueue<(Guid Session, long Since)> interrupted = new();
    private readonly ConcurrentDictionary<Guid, bool> notForUs = new();

    /// <summary>Remembers a session that may be this worker's although it does not work on it.</summary>
    public void LookAgain(Guid session) => interrupted.Enqueue((session, services.Time.GetTimestamp()));

    /// <summary>Gives back a session that this process cannot run, and does not claim it again: another version of it may know the agent or the journal.</summary>
    public Task LeaveToOthersAsync(SessionRow row)
    {
        notForUs[row.Id] = true;
        return services.Commits.CommitAsync(new Commit { Session = row.Id, Epoch = row.Epoch, Release = true, HandsOver = true });
    }

    /// <summary>Takes up what was interrupted, then claims as many sessions as there is room for.</summary>
    public async Task ClaimAsync()
    {
        if (!services.Lease.IsFresh)
        {
            // Whoever cannot prove to be alive must not take on work: no effect would be allowed, and others may take it at once.
            return;
        }

        for (var n = interrupted.Count; n > 0 && !active.IsClosed && interrupted.TryDequeue(out var entry); n--)
        {
            await LookAfterAsync(entry.Session, entry.Since);
        }

        while (active.Room is > 0 and var room)
        {
            var now = services.Time.GetUtcNow();
            var claimed = await services.Store.ClaimAsync(services.Worker, Math.Min(room, MostAtOnce), now - services.Lease.Duration, [.. notForUs.Keys], now, stopping);
            foreach (var row in claimed)
            {
                _ = resume(row);
            }

            if (claimed.Count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Takes up what this worker owns without running it, and looks at the inboxes of what it runs: an answer or a wake-up may have been lost.</summary>
    public async Task ReconcileAsync()
    {
        if (!services.Lease.IsFresh)
        {
            return;
        }

        foreach (var owned in await services.Store.ListOwnedAsync(services.Worker, stopping))
        {
            if (active.TryGet(owned.Session, out var handle))
            {
                if (owned.InboxWaits)
                {
                    await check(owned.Session, handle);
                }
            }
            else if (!active.IsClosed && await FindMineAsync(owned.Session) is { } row)
            {
                // Not only just now let go of: claimed or taken by a request whose answer never came.
                _ = resume(row);
            }
        }
    }

    /// <summary>Goes on with a session of this worker that nobody works on. A commit that seemed lost may still arrive, so it is looked at for a while.</summary>
    private async Task LookAfterAsync(Guid session, long since)
    {
        var again = true;
        try
        {
            if (await FindMineAsync(session) is { } row)
            {
                again = false;
                _ = resume(row);
            }
            else
            {
                again = active.Contains(session) || services.Time.GetElapsedTime(since) < services.Lease.Duration;
            }
        }
        finally
        {
            if (again)
            {
                interrupted.Enqueue((session, since));
            }
        }
    }

    /// <summary>A session that this worker owns by the store's word; null when it does not, or when it works on it.</summary>
    private async Task<SessionRow?> FindMineAsync(Guid session) =>
        !active.Contains(session) && await services.Store.FindSessionAsync(session, stopping) is { Status: SessionStatus.Running } row && row.Owner == services.Worker
            ? row : null;
}
