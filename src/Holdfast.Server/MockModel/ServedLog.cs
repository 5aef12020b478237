namespace Holdfast.Server.MockModel;

/// <summary>Remembers what was served. An entry is replaced as its request goes on, always before the bytes that a client could see.</summary>
internal sealed class ServedLog(int limit)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, MockServed> entries = [];
    private readonly List<(long Arrivals, TaskCompletionSource Signal)> waiters = [];
    private MockTotals totals = MockTotals.Zero;
    private long arrivals;
    private long announced;

    public MockTotals Totals
    {
        get
        {
            lock (gate)
            {
                return totals;
            }
        }
    }

    public IReadOnlyList<MockServed> Snapshot()
    {
        lock (gate)
        {
            return [.. entries.Values.OrderBy(served => served.Number)];
        }
    }

    public long Begin(MockProtocol protocol)
    {
        lock (gate)
        {
            var served = new MockServed(++arrivals, protocol, "", 0, MockFault.None, 0, 0, false, false, null);
            entries.Add(served.Number, served);
            entries.Remove(served.Number - limit);
            totals = totals.Plus(served, 1);

            return served.Number;
        }
    }

    /// <summary>Changes an entry, unless it was dropped or reset meanwhile.</summary>
    public void Change(long number, Func<MockServed, MockServed> change)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(number, out var before))
            {
                return;
            }

            var after = change(before);
            entries[number] = after;
            totals = totals.Plus(before, -1).Plus(after, 1);
        }
    }

    /// <summary>Wakes those who wait for arrivals, once it is known what a request will get.</summary>
    public void Announce()
    {
        lock (gate)
        {
            announced++;
            foreach (var (_, signal) in waiters.Where(waiter => waiter.Arrivals <= announced))
            {
                signal.TrySetResult();
            }

            waiters.RemoveAll(waiter => waiter.Arrivals <= announced);
        }
    }

    public Task ArrivalsAsync(int count, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (announced >= count)
            {
                return Task.CompletedTask;
            }

            var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters.Add((count, signal));
            return signal.Task.WaitAsync(cancellationToken);
        }
    }

    public void Reset()
    {
        lock (gate)
        {
            entries.Clear();
            totals = MockTotals.Zero;
            announced = 0;
        }
    }
}
