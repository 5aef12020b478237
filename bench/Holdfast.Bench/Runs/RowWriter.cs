namespace Holdfast.Bench.Runs;

/// <summary>Inserts ten rows per run; runs that come while a transaction is under way share the next one.</summary>
internal abstract class RowWriter(Database database) : IAsyncDisposable
{
    public const int RowsPerRun = 10;

    private readonly Lock gate = new();
    private List<Entry> waiting = [];
    private bool writing;

    public Database Database => database;

    /// <summary>What a row holds beside its key: about what an event of a run takes.</summary>
    protected static byte[] Payload { get; } = new byte[200];

    public Task WriteAsync(Guid run)
    {
        var entry = new Entry(run);
        lock (gate)
        {
            waiting.Add(entry);
            if (writing)
            {
                return entry.Task;
            }

            writing = true;
        }

        _ = Task.Run(WriteBatchesAsync);
        return entry.Task;
    }

    public abstract ValueTask DisposeAsync();

    protected abstract ValueTask WriteBatchAsync(List<Entry> batch);

    private async Task WriteBatchesAsync()
    {
        while (true)
        {
            List<Entry> batch;
            lock (gate)
            {
                if (waiting.Count == 0)
                {
                    writing = false;
                    return;
                }

                batch = waiting;
                waiting = [];
            }

            try
            {
                await WriteBatchAsync(batch);
                batch.ForEach(entry => entry.SetResult());
            }
            catch (Exception e)
            {
                batch.ForEach(entry => entry.TrySetException(e));
            }
        }
    }

    internal sealed class Entry(Guid run) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public Guid Run => run;
    }
}
