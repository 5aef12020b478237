using Holdfast.Tools;

namespace Holdfast.Runs;

/// <summary>Results of reads that may be used again for a while (<see cref="ToolAttribute.CacheSeconds"/>). In this process only, bounded in number and size; the least recently used go first.</summary>
/// <param name="time">The clock.</param>
internal sealed class ToolResultCache(TimeProvider time)
{
    private const int MostEntries = 4_000;
    private const long MostBytes = 32 << 20;

    /// <summary>No single result takes more than this part of the room.</summary>
    private const long LargestEntry = MostBytes / 16;

    private readonly Lock gate = new();
    private readonly Dictionary<CachedCall, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> used = [];
    private long bytes;

    /// <summary>Looks a result up. Where there is none, whoever executes the call hands the entry to <see cref="Complete"/>.</summary>
    /// <param name="call">The call.</param>
    /// <param name="lifetime">How old a result may be.</param>
    /// <param name="state">What the calling session has done.</param>
    /// <returns>The result and its age; or null, and the entry that is to be completed.</returns>
    public (ToolResult? Result, Entry Entry) Find(CachedCall call, TimeSpan lifetime, CacheReader state)
    {
        lock (gate)
        {
            if (entries.TryGetValue(call, out var node) && node.Value is { Result: { } result } known
                && time.GetElapsedTime(known.Since) is var age && age < lifetime && state.MayUse(known.Reader))
            {
                used.Remove(node);
                used.AddFirst(node);
                return (result with { Elapsed = TimeSpan.Zero, Attempts = 0, Age = age }, known);
            }

            // In its place before the call is made: what takes it away meanwhile makes the result one that is not kept.
            Remove(node);
            var entry = new Entry(call, state, time.GetTimestamp());
            Add(entry);
            return (null, entry);
        }
    }

    /// <summary>Keeps what a call brought, unless it failed or something was changed meanwhile.</summary>
    public void Complete(Entry entry, ToolResult result)
    {
        lock (gate)
        {
            if (!entries.TryGetValue(entry.Call, out var node) || !ReferenceEquals(node.Value, entry))
            {
                return;
            }

            Remove(node);
            if (result is { Outcome: ToolOutcome.Succeeded, Rule: null, Error: null })
            {
                entry.Result = result;
                Add(entry);
            }
        }
    }

    /// <summary>Drops what is known for a user: something of theirs may have changed.</summary>
    public void Forget(string tenant, string user)
    {
        lock (gate)
        {
            for (var node = used.First; node is not null;)
            {
                var next = node.Next;
                if (node.Value.Call.Tenant == tenant && node.Value.Call.User == user)
                {
                    Remove(node);
                }

                node = next;
            }
        }
    }

    private void Add(Entry entry)
    {
        if (entry.Bytes > LargestEntry)
        {
            return;
        }

        bytes += entry.Bytes;
        entries[entry.Call] = used.AddFirst(entry);
        while (used.Count > MostEntries || bytes > MostBytes)
        {
            Remove(used.Last);
        }
    }

    private void Remove(LinkedListNode<Entry>? node)
    {
        if (node is not null)
        {
            bytes -= node.Value.Bytes;
            entries.Remove(node.Value.Call);
            used.Remove(node);
        }
    }

    /// <summary>One result, or the place of one that is being fetched.</summary>
    internal sealed class Entry(CachedCall call, CacheReader reader, long since)
    {
        public CachedCall Call => call;

        public CacheReader Reader => reader;

        /// <summary>When the call began.</summary>
        public long Since => since;

        public ToolResult? Result { get; set; }

        public long Bytes => 400 + (2L * (call.Arguments.Length + (Result?.Text.Length ?? 0)));
    }
}
