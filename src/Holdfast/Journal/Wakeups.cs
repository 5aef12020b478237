using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Holdfast.Journal;

/// <summary>Hands wake-ups of one process's store to everybody who listens. Safe for concurrent use.</summary>
public sealed class Wakeups
{
    private const int Capacity = 4096;
    private readonly ConcurrentDictionary<Listener, bool> listeners = new();

    /// <summary>Tells all listeners that something happened to a session. Never waits: a listener that is behind is told to look at everything.</summary>
    /// <param name="session">The session; <see cref="Guid.Empty"/> for all of them.</param>
    public void Publish(Guid session)
    {
        foreach (var (listener, _) in listeners)
        {
            if (!listener.Channel.Writer.TryWrite(session))
            {
                listener.Missed = true;
            }
        }
    }

    /// <summary>Yields what is published from now on; first an empty id, once it listens.</summary>
    /// <param name="cancellationToken">Ends the listening.</param>
    public async IAsyncEnumerable<Guid> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var listener = new Listener();
        listeners.TryAdd(listener, true);
        try
        {
            yield return Guid.Empty;
            while (await listener.Channel.Reader.WaitToReadAsync(cancellationToken))
            {
                while (listener.Channel.Reader.TryRead(out var session))
                {
                    yield return session;
                }

                if (listener.Missed)
                {
                    listener.Missed = false;
                    yield return Guid.Empty;
                }
            }
        }
        finally
        {
            listeners.TryRemove(listener, out _);
        }
    }

    private sealed class Listener
    {
        public Channel<Guid> Channel { get; } = System.Threading.Channels.Channel.CreateBounded<Guid>(Capacity);

        public volatile bool Missed;
    }
}
