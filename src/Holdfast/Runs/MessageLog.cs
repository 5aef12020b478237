using Microsoft.Extensions.AI;

namespace Holdfast.Runs;

/// <summary>The messages in a session's window. Immutable to its readers; appending to the newest costs constant time.</summary>
/// <remarks>Versions share one array: each sees only its own length. Appending to an older version copies.</remarks>
public sealed class MessageLog
{
    private readonly Shared shared;
    private readonly int start;

    private MessageLog(Shared shared, int start, int count, long bytes)
    {
        this.shared = shared;
        this.start = start;
        Count = count;
        Bytes = bytes;
    }

    /// <summary>No messages.</summary>
    public static MessageLog Empty => new(new Shared(), 0, 0, 0);

    /// <summary>How many messages.</summary>
    public int Count { get; }

    /// <summary>Their size in UTF-8 bytes, with a little for each message's frame.</summary>
    public long Bytes { get; }

    /// <summary>A message.</summary>
    /// <param name="index">From 0, oldest first.</param>
    public LoggedMessage this[int index] => (uint)index < (uint)Count ? shared.Items[start + index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>Returns a log with one more message.</summary>
    public MessageLog Add(LoggedMessage message)
    {
        var end = start + Count;
        var target = shared;
        var from = start;
        lock (shared)
        {
            if (shared.Used != end)
            {
                target = new Shared { Items = shared.Items[start..end], Used = Count };
                from = 0;
                end = Count;
            }

            if (end == target.Items.Length)
            {
                Array.Resize(ref target.Items, Math.Max(16, end * 2));
            }

            target.Items[end] = message;
            target.Used = end + 1;
        }

        return new MessageLog(target, from, Count + 1, Bytes + message.Bytes);
    }

    /// <summary>Returns a log without the messages of events before <paramref name="sequence"/>.</summary>
    public MessageLog KeepFrom(long sequence)
    {
        var index = 0;
        while (index < Count && this[index].Sequence < sequence)
        {
            index++;
        }

        if (index == 0)
        {
            return this;
        }

        // Copied, so that what left the window can be collected.
        var items = shared.Items[(start + index)..(start + Count)];
        return new MessageLog(new Shared { Items = items, Used = items.Length }, 0, items.Length, items.Sum(m => (long)m.Bytes));
    }

    /// <summary>Returns a log without the newest message.</summary>
    internal MessageLog WithoutLast() => new(shared, start, Count - 1, Bytes - this[Count - 1].Bytes);

    /// <summary>Appends the messages to a list.</summary>
    public void CopyTo(ICollection<ChatMessage> target)
    {
        for (var i = 0; i < Count; i++)
        {
            target.Add(shared.Items[start + i].Message);
        }
    }

    private sealed class Shared
    {
        public LoggedMessage[] Items = [];
        public int Used;
    }
}
