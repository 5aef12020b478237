using System.Collections.Concurrent;
using System.Threading.Channels;
using Holdfast.Journal;

namespace Holdfast.Runs;

/// <summary>Tells watchers in this process what became durable, and the provisional text of answers that are being generated.</summary>
internal sealed class RunHub
{
    private readonly ConcurrentDictionary<Guid, Watcher[]> watchers = new();

    public bool IsWatched(Guid session) => watchers.ContainsKey(session);

    /// <summary>Publishes committed events.</summary>
    public void Publish(Guid session, IReadOnlyList<EventRecord> events)
    {
        if (watchers.IsEmpty || !watchers.TryGetValue(session, out var all))
        {
            return;
        }

        foreach (var watcher in all)
        {
            foreach (var record in events)
            {
                watcher.Write(new RunSignal(record, null));
            }
        }
    }

    /// <summary>Publishes provisional text: a piece of it, or null when what came so far is void.</summary>
    public void PublishText(Guid session, string? text)
    {
        if (watchers.TryGetValue(session, out var all))
        {
            foreach (var watcher in all)
            {
                watcher.Write(new RunSignal(null, text));
            }
        }
    }

    /// <summary>Starts watching a session. Dispose the watcher to stop.</summary>
    public Watcher Watch(Guid session)
    {
        var watcher = new Watcher(this, session);
        watchers.AddOrUpdate(session, [watcher], (_, all) => [.. all, watcher]);
        return watcher;
    }

    /// <summary>One who watches a session.</summary>
    internal sealed class Watcher(RunHub hub, Guid session) : IDisposable
    {
        // A slow reader loses signals instead of holding memory; it finds committed events again by reading the journal.
        private readonly Channel<RunSignal> signals = Channel.CreateBounded<RunSignal>(
            new BoundedChannelOptions(1_024) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });

        public ChannelReader<RunSignal> Signals => signals.Reader;

        public void Write(RunSignal signal) => signals.Writer.TryWrite(signal);

        public void Dispose()
        {
            while (hub.watchers.TryGetValue(session, out var all))
            {
                var rest = all.Where(w => w != this).ToArray();
                if (rest.Length == 0 ? hub.watchers.TryRemove(new(session, all)) : hub.watchers.TryUpdate(session, rest, all))
                {
                    break;
                }
            }
        }
    }
}
