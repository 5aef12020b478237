namespace Holdfast.Journal;

/// <summary>Lets commits of many sessions share a transaction: while one batch is written, the next one gathers.</summary>
/// <remarks>Safe for concurrent use. Commits of one session keep their order.</remarks>
public sealed class GroupCommit
{
    private const int MaximumBatch = 512;

    private readonly IJournalStore store;
    private readonly Lane[] lanes;

    /// <summary>Creates the queue in front of a store.</summary>
    public GroupCommit(IJournalStore store)
    {
        this.store = store;
        lanes = [.. Enumerable.Range(0, Math.Max(1, store.CommitLanes)).Select(_ => new Lane())];
    }

    /// <summary>Queues a commit. The task ends when it was decided: look at <see cref="Commit.Outcome"/>.</summary>
    /// <exception cref="HoldfastException">The store failed; whether the commit was written is unknown.</exception>
    public Task CommitAsync(Commit commit)
    {
        var lane = lanes[(uint)commit.Session.GetHashCode() % (uint)lanes.Length];
        var entry = new Entry(commit);
        lock (lane)
        {
            lane.Waiting.Add(entry);
            if (lane.Writing)
            {
                return entry.Task;
            }

            lane.Writing = true;
        }

        // Not awaited: the writer goes on for whoever comes next, and each entry has its own task.
        _ = WriteAsync(lane);
        return entry.Task;
    }

    private async Task WriteAsync(Lane lane)
    {
        while (true)
        {
            List<Entry> batch;
            lock (lane)
            {
                if (lane.Waiting.Count == 0)
                {
                    lane.Writing = false;
                    return;
                }

                if (lane.Waiting.Count <= MaximumBatch)
                {
                    batch = lane.Waiting;
                    lane.Waiting = [];
                }
                else
                {
                    batch = lane.Waiting[..MaximumBatch];
                    lane.Waiting.RemoveRange(0, MaximumBatch);
                }
            }

            try
            {
                var commits = new Commit[batch.Count];
                for (var i = 0; i < commits.Length; i++)
                {
                    commits[i] = batch[i].Commit;
                }

                await store.CommitAsync(commits, CancellationToken.None);
                foreach (var entry in batch)
                {
                    entry.SetResult();
                }
            }
            catch (Exception e)
            {
                foreach (var entry in batch)
                {
                    entry.TrySetException(e);
                }
            }
        }
    }

    private sealed class Lane
    {
        public List<Entry> Waiting = [];
        public bool Writing;
    }

    private sealed class Entry(Commit commit) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Commit Commit { get; } = commit;
    }
}
